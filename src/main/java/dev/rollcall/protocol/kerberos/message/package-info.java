/** Messages as they are on the wire (RFC 4120), read within bounds. */
@NullMarked
package dev.rollcall.protocol.kerberos.message;

import org.jspecify.annotations.NullMarked;
