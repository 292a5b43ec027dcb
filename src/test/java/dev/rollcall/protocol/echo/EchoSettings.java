package dev.rollcall.protocol.echo;

import dev.rollcall.probe.Key;

/**
 * What an echo server is asked.
 *
 * @param word one word, which it must say back
 */
public record EchoSettings(@Key(about = "The word to say back.", fallback = "hello") String word) {}
