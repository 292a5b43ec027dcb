/**
 * Secure Shell: the identification strings of RFC 4253 §4.2 and the server's KEXINIT (§7.1). The
 * stand-in goes on to the key exchange, which is where clients learn the host key, and no further.
 *
 * <p>The probe reads the server's offer, sends none of its own, and tries no login. Knows {@code
 * probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ssh;

import org.jspecify.annotations.NullMarked;
