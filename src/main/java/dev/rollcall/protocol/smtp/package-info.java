/**
 * Mail submission (RFC 5321, RFC 6409) up to the point where a login or a mail would come:
 * greeting, EHLO, STARTTLS (RFC 3207), the certificate, EHLO again, the offer of AUTH (RFC 4954),
 * QUIT. The stand-in goes as far, and takes neither login nor mail.
 *
 * <p>Replies are read by {@link dev.rollcall.protocol.smtp.Replies} rather than by commons-net: its
 * client keeps every line of a reply of any number of lines, opens TLS by itself, so that no
 * certificate could be judged by the session's policy, and hides text that was injected behind the
 * answer to STARTTLS. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.smtp;

import org.jspecify.annotations.NullMarked;
