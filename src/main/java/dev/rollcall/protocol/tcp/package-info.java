/**
 * A TCP port whose protocol is not known: whatever proves that a server, and not a firewall in its
 * name, has accepted.
 *
 * <p>Waits a moment for a banner, asks in HTTP, then tries TLS. A port that opens and says nothing
 * to all of it passes with a warning. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.tcp;

import org.jspecify.annotations.NullMarked;
