/**
 * The interface of protocols, and the session that they work in.
 *
 * <p>The framework owns dialling, deadlines, read limits, phases, TLS, the classification of faults
 * and how a server's words are repeated; a {@link dev.rollcall.probe.Protocol} only speaks. Knows
 * {@code model}, {@code files} and {@code text}.
 *
 * <p>From the bottom: {@code timing} (which time is whose), {@code budget} (limits of time,
 * processors and memory), {@code net} (sockets), {@code path} (how far requests get), {@code login}
 * (accounts and secrets), {@code quote} (how a server's words are repeated), {@code fault}, {@code
 * chain} and {@code certificate}, {@code tls} (what is on the wire), this package, and {@code
 * attempt}, which runs a protocol and explains what failed. {@code ber} is for the protocols that
 * use BER encodings, {@code answer} for stand-ins, {@code idle} for idle connections, {@code
 * settings} for the keys of catalogues and site files, {@code mail} for a mail that was asked for.
 *
 * <p>TLS is Java's own, made the same on every Java ({@code JavaTls}) and watched from both sides:
 * {@code TlsRecords} sees what is on the wire before encryption and keeps what Java's TLS would
 * lose, {@code ClientKeys} sees that a client certificate is asked for. {@code TlsFaults} puts the
 * two into words.
 */
@NullMarked
package dev.rollcall.probe;

import org.jspecify.annotations.NullMarked;
