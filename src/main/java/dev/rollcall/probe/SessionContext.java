package dev.rollcall.probe;

import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.quote.Quotes;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the site and the run for a session.
 *
 * @param bind the local address to send from, if the site file sets one
 * @param key the shared key that stand-ins must prove to have, if the run has one
 * @param access the credentials that it may use, if any
 * @param mail the mail to send, if one is requested
 * @param quotes makes the server's text safe to quote
 * @param proxy access to the route's proxy, if it has one
 */
public record SessionContext(
    Optional<InetAddress> bind,
    Optional<SharedKey> key,
    Optional<Access> access,
    Optional<MailRequest> mail,
    Quotes quotes,
    ProxyAccess proxy) {
  /** Nothing. */
  public static final SessionContext NONE =
      new SessionContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Without a proxy's credentials. */
  public SessionContext(
      Optional<InetAddress> bind,
      Optional<SharedKey> key,
      Optional<Access> access,
      Optional<MailRequest> mail,
      Quotes quotes) {
    this(bind, key, access, mail, quotes, ProxyAccess.NONE);
  }

  /** Where no other rule's credentials go to the same host. */
  public SessionContext(
      Optional<InetAddress> bind,
      Optional<SharedKey> key,
      Optional<Access> access,
      Optional<MailRequest> mail) {
    this(bind, key, access, mail, Quotes.of(access.map(Access::grant), List.of()));
  }

  SessionContext withoutAccess() {
    return new SessionContext(bind, key, Optional.empty(), Optional.empty(), quotes, proxy);
  }
}
