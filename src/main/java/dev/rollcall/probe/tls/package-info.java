/**
 * What a TLS server says before it encrypts, what its alerts mean, and the faults that follow.
 * Sends nothing and dials nothing; is known by {@code probe}, which makes the handshakes.
 */
@NullMarked
package dev.rollcall.probe.tls;

import org.jspecify.annotations.NullMarked;
