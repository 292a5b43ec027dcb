package dev.rollcall.protocol.echo;

import dev.rollcall.probe.settings.YamlKey;

/**
 * What an echo server is asked.
 *
 * @param word one word, which it must say back
 */
public record EchoSettings(
    @YamlKey(about = "The word to say back.", fallback = "hello") String word) {}
