/**
 * What a report may repeat of a server that knows a password.
 *
 * <p>A server that was shown a secret can say it back, in any encoding. {@link
 * dev.rollcall.probe.quote.Quotes} is the one place through which a protocol puts a server's text
 * into a sentence or a fact, and it states what is guaranteed. Knows {@code probe.login} and the
 * text helper of {@code probe}.
 */
@NullMarked
package dev.rollcall.probe.quote;

import org.jspecify.annotations.NullMarked;
