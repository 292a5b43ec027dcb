/**
 * Kerberos 5 (RFC 4120): asks a KDC for a ticket without pre-authentication, which is no login, and
 * takes its refusal as the proof that it is there; compares the clocks. The stand-in gives such a
 * refusal.
 *
 * <p>The two messages are ours, on the DER codec of unboundid's {@code com.unboundid.asn1}. Knows
 * {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.kerberos;

import org.jspecify.annotations.NullMarked;
