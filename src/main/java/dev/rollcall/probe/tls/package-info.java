/**
 * What a TLS server sends before it encrypts, and what its alerts mean. Sends nothing; used by
 * {@code probe}, which makes the handshakes.
 */
@NullMarked
package dev.rollcall.probe.tls;

import org.jspecify.annotations.NullMarked;
