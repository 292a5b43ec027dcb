/**
 * What a protocol implements, and the session that it works in.
 *
 * <p>The framework owns dialling, deadlines, read limits, phases, TLS, the classification of faults
 * and how a server's words are repeated (certificate chains are judged in {@code probe.chain}); a
 * {@link dev.rollcall.probe.Protocol} only speaks. Knows {@code model}; is known by every protocol,
 * by the engine and by the stand-ins.
 *
 * <p>TLS is Java's own, made the same on every Java ({@code JavaTls}) and watched from both sides:
 * {@code TlsRecords} sees what is on the wire before encryption and keeps what Java's TLS would
 * lose, {@code ClientKeys} sees that a client certificate is asked for. {@code TlsFaults} puts the
 * two into words.
 */
@NullMarked
package dev.rollcall.probe;

import org.jspecify.annotations.NullMarked;
