/**
 * Secure Shell: the identification strings of RFC 4253 §4.2 and the server's KEXINIT (§7.1). The
 * stand-in continues to the key exchange, where clients get the host key.
 *
 * <p>The probe reads the server's offer, sends none, and tries no login. Uses {@code probe} and
 * {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ssh;

import org.jspecify.annotations.NullMarked;
