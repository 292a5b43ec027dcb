/**
 * LDAP over TLS (RFC 4511, RFC 4513): reads the server's own description, the rootDSE, anonymously
 * and without a bind. With credentials it then binds once on the same connection, and searches what
 * the product searches. The stand-in has only a rootDSE.
 *
 * <p>The messages are unboundid's, but go over the session's connection instead of its {@code
 * LDAPConnection}: so there is no extra thread, referral, reconnect or timeout, the password is
 * sent in one place, and network errors stay visible. Uses {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ldaps;

import org.jspecify.annotations.NullMarked;
