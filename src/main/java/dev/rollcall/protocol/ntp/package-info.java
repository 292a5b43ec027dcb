/**
 * SNTP (RFC 4330, RFC 5905): asks a time server once, proves that the answer is to our question and
 * from a synchronised server, and compares the clocks. The stand-in gives the time as a server that
 * nobody follows.
 *
 * <p>The packet's layout is commons-net's; the socket, the time and the judgement are ours. Knows
 * {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ntp;

import org.jspecify.annotations.NullMarked;
