/**
 * Kerberos 5 (RFC 4120): asks a KDC for a ticket without pre-authentication, which is no login, and
 * takes its refusal as the proof that it is there; compares the clocks. The stand-in gives such a
 * refusal.
 *
 * <p>With credentials Java's own Kerberos gets a ticket, and one for the service where single
 * sign-on is on. Its settings are global to the process ({@link
 * dev.rollcall.protocol.kerberos.JavaSettings}), and it dials for itself: it is pointed at a relay
 * ({@link dev.rollcall.protocol.kerberos.KdcRelay}) through which its messages go the session's
 * way.
 *
 * <p>The two messages of the path's proof are ours, on the DER codec of unboundid's {@code
 * com.unboundid.asn1}. Knows {@code probe}, {@code text} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.kerberos;

import org.jspecify.annotations.NullMarked;
