/**
 * Mail submission (RFC 5321, RFC 6409): greeting, EHLO, STARTTLS (RFC 3207), the certificate, EHLO
 * again, the offer of AUTH (RFC 4954), QUIT; with credentials one AUTH inside TLS, and a test mail
 * where somebody asked for one. The stand-in takes neither login nor mail.
 *
 * <p>The conversation is led by {@link dev.rollcall.protocol.smtp.Replies} rather than by
 * commons-net: its client keeps every line of a reply of any number of lines, opens TLS by itself,
 * so that no certificate could be judged by the session's policy, hides text that was injected
 * behind the answer to STARTTLS, and wants the password as a string. The test mail's header and its
 * dots are commons-net's. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.smtp;

import org.jspecify.annotations.NullMarked;
