/**
 * The SQL Server Resolution Protocol (MC-SQLR), which the SQL Server Browser service speaks: asks
 * which instances there are and on which ports. Knows {@code probe} and {@code model}; asks for a
 * follow-up by {@code tds}.
 */
@NullMarked
package dev.rollcall.protocol.ssrp;

import org.jspecify.annotations.NullMarked;
