/**
 * Mail submission (RFC 5321, RFC 6409): greeting, EHLO, STARTTLS (RFC 3207), the certificate, EHLO
 * again, the offer of AUTH (RFC 4954), QUIT; with credentials one AUTH inside TLS, and a mail if
 * requested. The stand-in accepts neither login nor mail.
 *
 * <p>{@link dev.rollcall.protocol.smtp.SmtpReplies} is used instead of commons-net's client, which
 * keeps replies of any length, opens TLS without the session's policy, hides text that was injected
 * after the answer to STARTTLS, and needs the password as a string. A mail's header and
 * dot-stuffing are commons-net's. Uses {@code probe}, {@code text} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.smtp;

import org.jspecify.annotations.NullMarked;
