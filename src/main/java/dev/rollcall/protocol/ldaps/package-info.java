/**
 * LDAP over TLS (RFC 4511, RFC 4513): reads the server's own description, the rootDSE, anonymously
 * and without a bind. The stand-in has a rootDSE and nothing below it.
 *
 * <p>The messages are unboundid's, read from and written to the session's connection without its
 * {@code LDAPConnection}: so no thread, no referral and no second timeout comes in, and what the
 * network does stays visible. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ldaps;

import org.jspecify.annotations.NullMarked;
