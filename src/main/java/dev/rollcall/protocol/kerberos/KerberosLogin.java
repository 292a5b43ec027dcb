package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.Principal;
import dev.rollcall.protocol.kerberos.message.Ticket;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A ticket for the account, and one for the service where single sign-on is on. The password never
 * leaves this host: what the KDC sees is a time stamp encrypted with a key made from it, once.
 */
final class KerberosLogin implements Login {
  /** Why a login is not tried. */
  static final String NO_AES_KEY =
      "the account has no AES key, and Java's Kerberos uses AES only; nothing was sent that proves"
          + " the password";

  /** Java's Kerberos ends at once when its relay is closed, unless it computes. */
  private static final long PATIENCE_SECONDS = 2;

  private final Session session;
  private final KerberosSettings settings;
  private final KdcAnswer path;

  /**
   * @param path what the KDC said when the path was proven
   */
  KerberosLogin(Session session, KerberosSettings settings, KdcAnswer path) {
    this.session = session;
    this.settings = settings;
    this.path = path;
  }

  /** Why the account cannot log in by Kerberos at all. */
  static Optional<String> obstacle(Account account, KerberosSettings settings) {
    if (KerberosSettings.isDistinguishedName(account.given())) {
      return Optional.of("a distinguished name is not a Kerberos principal");
    }
    if (!settings.realm().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      return Optional.of("Java's Kerberos takes no realm of that spelling");
    }
    return Optional.empty();
  }

  /** Whether the KDC's last answer was about that account. */
  static boolean isAbout(Account account, KerberosSettings settings) {
    return Principal.of(settings.principal(), settings.realm())
        .toString()
        .equalsIgnoreCase(account.name());
  }

  @Override
  public void show(Account account, Secret secret) throws ProbeException, IOException {
    if (path instanceof KdcAnswer.Refused refused && isAbout(account, settings)) {
      ProbeException refusal = KdcRefusal.ofAccount(account.given(), refused);
      if (session.fault(refusal).rejectsAccount()) {
        // The KDC said so without a password, and needs none to say it again.
        throw refusal;
      }
    }
    if (!session.budget().queue(JavaSettings::enter)) {
      throw new IOException("the session has ended");
    }
    try {
      login(account, secret);
    } finally {
      JavaSettings.leave();
    }
  }

  private void login(Account account, Secret secret) throws ProbeException, IOException {
    String principal = account.name() + "@" + settings.realm();
    Optional<String> service = settings.servicePrincipal();
    KdcRelay relay = session.keep(new KdcRelay(session));
    TicketLogin login =
        new TicketLogin(
            principal, secret, service.map(name -> name + "@" + settings.realm()), relay);
    JavaSettings pointed = JavaSettings.pointingAt(settings.realm(), relay.address());
    try {
      run(login, relay);
    } finally {
      pointed.putBack();
      if (!relay.shown() || relay.answered()) {
        session.credentials().answered();
      }
      login.granting().ifPresent(ticket -> observe(account.given(), principal, ticket));
    }
    if (relay.tooBig()) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.OTHER_PORT, "the ticket fits no datagram and is given over TCP");
    } else if (relay.nothingInCommon()) {
      session.credentials().untried(LoginResult.Reason.NO_COMMON_KEY, NO_AES_KEY);
    } else {
      judge(relay, login, account.given(), service);
    }
  }

  private static void run(TicketLogin login, KdcRelay relay) throws ProbeException, IOException {
    Thread thread = DaemonThreads.named("kerberos-login").newThread(login);
    thread.start();
    try {
      relay.serve();
    } finally {
      relay.close();
      end(thread);
    }
  }

  private void observe(String given, String principal, Ticket ticket) {
    session.credentials().accepted();
    session.observe(
        "kerberos.login", given.equals(principal) ? given : given + ", as " + principal);
    session.observe("kerberos.ticket", ticket.encryption());
    session.observe("kerberos.ticket-ends", ticket.until().toString());
  }

  private void judge(KdcRelay relay, TicketLogin login, String account, Optional<String> service)
      throws ProbeException, IOException {
    if (!login.ended()) {
      throw new IOException("Java's Kerberos did not come to an end");
    }
    if (login.failure().isEmpty()) {
      Optional<String> ticket = login.serving().map(Ticket::encryption);
      service.ifPresent(
          name ->
              session.observe(
                  "kerberos.service-ticket",
                  name + ticket.map(encryption -> ", " + encryption).orElse("")));
      return;
    }
    if (relay.last().orElse(null) instanceof KdcAnswer.Refused refused) {
      if (relay.askedForService()) {
        throw KdcRefusal.ofService(service.orElse(""), refused);
      }
      throw relay.shown()
          ? KdcRefusal.ofProof(account, refused)
          : KdcRefusal.ofAccount(account, refused);
    }
    throw unopened(relay, account, login.failure().get());
  }

  /** The KDC granted a ticket, or said nothing, and Java's Kerberos failed all the same. */
  private ProbeException unopened(KdcRelay relay, String account, Throwable failure) {
    if (failure instanceof RuntimeException || failure instanceof Error) {
      return ProbeException.malformed(
          "Java's Kerberos cannot read what the KDC gives for " + account);
    }
    String why = session.quotes().message(failure);
    if (relay.last().isPresent() && !relay.askedForService() && !relay.shown()) {
      return ProbeException.of(
          FaultKind.DENIED,
          "the KDC gives "
              + account
              + " a ticket without pre-authentication, and this password does not open it ("
              + why
              + ")",
          Clue.CREDENTIALS);
    }
    return ProbeException.unexpected(
        "Java's Kerberos cannot use what the KDC gives for " + account + ": " + why);
  }

  private static void end(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
