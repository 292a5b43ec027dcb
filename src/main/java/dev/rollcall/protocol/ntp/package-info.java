/**
 * SNTP (RFC 4330, RFC 5905): asks a time server once, checks that the answer matches the request
 * and comes from a synchronised server, and compares the clocks. The stand-in answers with a
 * stratum that clients avoid.
 *
 * <p>The packet's layout is commons-net's; the socket, the time and the judgement are ours. Uses
 * {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ntp;

import org.jspecify.annotations.NullMarked;
