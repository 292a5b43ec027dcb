/**
 * The SQL Server Resolution Protocol (MC-SQLR), of the SQL Server Browser service: asks for the
 * instances and their ports. Uses {@code probe} and {@code model}; requests a follow-up with {@code
 * tds}.
 */
@NullMarked
package dev.rollcall.protocol.ssrp;

import org.jspecify.annotations.NullMarked;
