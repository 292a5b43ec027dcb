/**
 * SQL Server's Tabular Data Stream (MS-TDS), as far as a destination can be proven without
 * credentials: PRELOGIN and the TLS handshake inside it; never LOGIN7, as a failed login lands in
 * the server's audit log. Knows {@code probe} and {@code model}; is followed up by SSRP.
 */
@NullMarked
package dev.rollcall.protocol.tds;

import org.jspecify.annotations.NullMarked;
