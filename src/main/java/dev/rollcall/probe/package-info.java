/**
 * The interface of protocols, and the session that they work in.
 *
 * <p>The framework owns connections, deadlines, read limits, phases, TLS, the classification of
 * faults and the quoting of server text (certificate chains are judged in {@code probe.chain}).
 * Uses {@code model}; used by every protocol, the engine and the stand-ins.
 *
 * <p>TLS is Java's own, made the same on every Java ({@code JavaTls}) and watched from both sides:
 * {@code TlsRecords} sees what is on the wire before encryption and keeps what Java's TLS would
 * lose, {@code ClientKeys} sees that a client certificate is asked for. {@code TlsFaults} puts the
 * two into words.
 */
@NullMarked
package dev.rollcall.probe;

import org.jspecify.annotations.NullMarked;
