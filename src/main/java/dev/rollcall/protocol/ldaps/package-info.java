/**
 * LDAP over TLS (RFC 4511, RFC 4513): reads the server's own description, the rootDSE, anonymously
 * and without a bind. With credentials it then binds once on the same connection, and searches what
 * the product searches. The stand-in has a rootDSE and nothing below it.
 *
 * <p>The messages are unboundid's, read from and written to the session's connection without its
 * {@code LDAPConnection}: so no thread, no referral, no reconnect and no second timeout comes in,
 * the password goes out at one place, and what the network does stays visible. Knows {@code probe}
 * and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ldaps;

import org.jspecify.annotations.NullMarked;
