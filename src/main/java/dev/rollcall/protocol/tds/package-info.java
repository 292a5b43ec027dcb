/**
 * SQL Server's Tabular Data Stream (MS-TDS), as far as a destination can be proven without
 * credentials: PRELOGIN and the TLS handshake inside it; never LOGIN7, as a failed login lands in
 * the server's audit log. Knows {@code probe} and {@code model}; is followed up by SSRP.
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
