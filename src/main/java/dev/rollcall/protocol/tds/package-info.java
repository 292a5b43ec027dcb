/**
 * SQL Server's Tabular Data Stream (MS-TDS). Without credentials a destination is proven by
 * PRELOGIN and the TLS handshake inside it, never by LOGIN7, as a failed login is written to the
 * server's audit log. Uses {@code probe} and {@code model}; SSRP requests it as a follow-up.
 *
 * <p>With credentials Microsoft's driver logs in, once. By itself it would connect, ask name
 * servers, trust Java's roots, retry, and follow a server's redirection with the password. So it
 * gets one socket that looks like a server without encryption: its data goes over a second
 * connection of the session, whose TLS the session verified, and whose certificate must be that of
 * the first. Only one LOGIN7 passes. The driver allocates whatever length a server claims, so each
 * answer is read and checked completely before the driver gets it: 64 KiB at most, no length beyond
 * the end, only requested columns. If the driver still throws, that is MALFORMED. Only {@code
 * SqlDriver} and {@code LoginErrors} load the driver's classes, and only if there are credentials.
 *
 * <p>The stand-in's mark is THREADID of its PRELOGIN, four bytes for debugging that servers leave
 * empty and drivers ignore; it is independent of the certificate. The challenge and the proof are
 * in TRACEID (36 bytes). Drivers send that to every server since TDS 7.4, before they know its
 * version, so it does not affect a real one. NONCEOPT would have the right size, but belongs to
 * federated authentication.
 */
@NullMarked
package dev.rollcall.protocol.tds;

import org.jspecify.annotations.NullMarked;
