/**
 * A TCP port whose protocol is not known: looks for proof that a server has accepted the
 * connection, and not a firewall.
 *
 * <p>Waits a moment for a banner, asks in HTTP, then tries TLS. A port that opens but answers
 * nothing passes with a warning if it closes when Rollcall does; a process that hangs or is stopped
 * does not close. Uses {@code probe}, {@code text} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.tcp;

import org.jspecify.annotations.NullMarked;
