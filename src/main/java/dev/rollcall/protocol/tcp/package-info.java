/**
 * A TCP port whose protocol is not known: whatever proves that a server, and not a firewall in its
 * name, has accepted.
 *
 * <p>Waits a moment for a banner, asks in HTTP, then tries TLS. A port that opens and says nothing
 * to all of it passes with a warning if it closes when Rollcall does: a process that hangs or is
 * stopped does not. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.tcp;

import org.jspecify.annotations.NullMarked;
