/**
 * What a report may repeat from a server that knows a password.
 *
 * <p>A server that received a secret can send it back, in any encoding. {@link
 * dev.rollcall.probe.quote.Quotes} is the only way to put a server's text into a sentence or a
 * fact; it states the guarantees. Knows {@code probe.login} and {@code text}.
 */
@NullMarked
package dev.rollcall.probe.quote;

import org.jspecify.annotations.NullMarked;
