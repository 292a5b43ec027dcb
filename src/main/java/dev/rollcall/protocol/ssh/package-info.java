/**
 * Secure Shell: the identification strings of RFC 4253 §4.2, and nothing after them.
 *
 * <p>No key exchange is begun and no login is tried. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.ssh;

import org.jspecify.annotations.NullMarked;
