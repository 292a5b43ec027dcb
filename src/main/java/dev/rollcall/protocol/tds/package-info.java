/**
 * SQL Server's Tabular Data Stream (MS-TDS). Without credentials a destination is proven by
 * PRELOGIN and the TLS handshake inside it, never by LOGIN7, as a failed login lands in the
 * server's audit log. Knows {@code probe} and {@code model}; is followed up by SSRP.
 *
 * <p>With credentials Microsoft's driver logs in, once. By itself it would dial, ask name servers,
 * judge certificates by Java's roots, try again, and follow a server's redirection with the
 * password in hand. So it is handed one socket, on which a server that does not encrypt seems to
 * answer: what it says there goes over a second connection of the session, whose TLS the session
 * opened and judged, and which must show the certificate of the first. One LOGIN7 passes. The
 * driver makes room for whatever length a server claims, and so each answer is read and checked
 * whole before the driver sees it: 64 KiB at most, no length beyond what is there, no column but
 * those that are asked for. What the driver throws all the same is MALFORMED. The driver's classes
 * are loaded by {@code Driver} and {@code LoginErrors} alone, and only when there is something to
 * show.
 *
 * <p>The stand-in's mark is THREADID of its PRELOGIN, four bytes that name a thread for debugging,
 * which servers leave empty and drivers pass over; it is there whatever certificate the stand-in
 * was given. A challenge goes out in TRACEID (36 bytes), and the proof comes back there. It is the
 * client's free identifier for its traces: drivers send it to every server since TDS 7.4, before
 * they know the server's version, so that a real one is not touched by it. NONCEOPT would have the
 * right size, but belongs to federated authentication.
 */
@NullMarked
package dev.rollcall.protocol.tds;

import org.jspecify.annotations.NullMarked;
