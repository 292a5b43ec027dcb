package dev.rollcall.protocol.smtp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.mail.MailRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connects to a mail relay, starts TLS, checks that a login is offered, and quits; with credentials
 * it logs in once. Sends no mail unless requested.
 */
public final class SmtpProtocol implements Protocol<SmtpSettings> {
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "smtp";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of("smtp.auth", "smtp.extensions", "smtp.login");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("smtp", "smtp", "ssl");
  }

  @Override
  public Class<SmtpSettings> settings() {
    return SmtpSettings.class;
  }

  @Override
  public boolean usesTls() {
    return true;
  }

  @Override
  public String sends() {
    return "EHLO, STARTTLS, a TLS handshake, EHLO again and QUIT; the relay's greeting, its"
        + " certificate and its offer of a login prove it. With credentials one AUTH inside"
        + " TLS, once the certificate is trusted, and never in clear. No mail, unless"
        + " --send-mail-to or --notify asks for one.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("smtp.mail");
  }

  @Override
  public Map<Clue, String> advice() {
    return Map.of(
        Clue.TLS_PEER,
        "Correct the site file: {to} uses TLS from the first byte, but the site file does"
            + " not (from {from}, {port}). Set mail.tls to implicit, or name the port for"
            + " STARTTLS.",
        Clue.REWRITTEN,
        "{Ask} to switch off the inspection of SMTP for this traffic (Cisco: inspect esmtp, fixup"
            + " protocol smtp): {way}. It hides what the relay offers.");
  }

  @Override
  public void probe(Session session, SmtpSettings settings) throws ProbeException, IOException {
    Met relay = meet(session, settings);
    session.observe("smtp.extensions", relay.offer().extensions());
    offered(session, settings.auth(), relay);
    if (relay.standIn()) {
      session.standIn().seen("the greeting");
      prove(session, relay.replies());
    }
    if (session.credentials().account().isPresent() && settings.auth() != SmtpSettings.Auth.NONE) {
      login(session, settings, relay);
    } else {
      if (!relay.standIn() && settings.auth() == SmtpSettings.Auth.NONE) {
        mail(session, relay.replies(), relay.connection(), Optional.empty());
      }
      leave(relay.connection());
    }
  }

  /**
   * A relay that has greeted, and made its last offer.
   *
   * @param standIn whether it says that it is one
   */
  private record Met(Connection connection, SmtpReplies replies, SmtpReply offer, boolean standIn) {
    /** Those that it offers for a login, separated by blanks. */
    String mechanisms() {
      return offer.extension("AUTH").orElse("");
    }
  }

  private static Met meet(Session session, SmtpSettings settings)
      throws ProbeException, IOException {
    Connection connection = session.dial();
    if (settings.tls() == SmtpSettings.Tls.IMPLICIT) {
      connection = ImplicitTls.start(session, connection);
    }
    SmtpReplies replies = new SmtpReplies(connection);
    SmtpReply greeting = new GreetingReader(session, settings, connection).read(replies);
    greeted(session, greeting);
    EhloName hello = EhloName.of(session, settings.hello(), connection.socket().getLocalAddress());
    SmtpReply offer = hello.say(replies);
    if (settings.tls() == SmtpSettings.Tls.STARTTLS) {
      connection = StartTls.start(session, connection, replies, offer);
      replies = new SmtpReplies(connection);
      offer = hello.say(replies);
    }
    return new Met(connection, replies, offer, StandInMark.in(greeting.lines().get(0)));
  }

  @Override
  public boolean sendsMail() {
    return true;
  }

  @Override
  public boolean logsInToMail(SmtpSettings settings) {
    return settings.auth() != SmtpSettings.Auth.NONE;
  }

  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, SmtpSettings settings)
      throws ProbeException, IOException {
    Met relay = meet(session, settings);
    return new KeptOpen(
        relay.connection()::await, relay.connection().in(), () -> relay.replies().ask("NOOP"));
  }

  /** The path is proven, whatever the result of the login. */
  private static void login(Session session, SmtpSettings settings, Met met) {
    String mechanisms = met.mechanisms();
    boolean known = Authentication.among(mechanisms).isPresent();
    if (!known && settings.tls() != SmtpSettings.Tls.NONE) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "the relay offers "
                  + (mechanisms.isEmpty() ? "no login" : "AUTH " + met.offer().sorted(mechanisms))
                  + ", and Rollcall logs in with PLAIN or LOGIN");
    } else {
      session
          .credentials()
          .authenticate(
              Login.Cover.TLS,
              Login.Times.ONCE,
              (account, secret) -> {
                Met relay = session.credentials().usable(met, () -> meet(session, settings));
                try {
                  hold(session, relay, account.given(), secret);
                } finally {
                  if (!relay.equals(met)) {
                    leave(relay.connection());
                  }
                }
              });
    }
    leave(met.connection());
  }

  private static void hold(Session session, Met relay, String user, Secret secret)
      throws IOException, ProbeException {
    SmtpReplies replies = new SmtpReplies(relay.connection());
    Authentication authentication =
        Authentication.among(relay.mechanisms())
            .orElseThrow(() -> ProbeException.unexpected("the relay offers no login"));
    authentication.show(session, replies, user, secret);
    session.observe("smtp.login", user + " (" + authentication.mechanism() + ")");
    mail(session, replies, relay.connection(), Optional.of(user));
  }

  /** Only if requested. */
  private static void mail(
      Session session, SmtpReplies replies, Connection connection, Optional<String> user)
      throws IOException, ProbeException {
    Optional<MailRequest> request = session.mail();
    if (request.isPresent()) {
      new Mail(session, replies, connection.out()).send(user, request.get());
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<SmtpSettings> rules) {
    return new SmtpStandIn(rules);
  }

  /** Sends the challenge to a stand-in, after TLS, so that the proof covers the certificate. */
  private static void prove(Session session, SmtpReplies replies)
      throws IOException, ProbeException {
    Optional<byte[]> challenge = session.standIn().challenge();
    if (challenge.isPresent()) {
      Challenge.proof(replies.ask(Challenge.command(challenge.get())))
          .ifPresent(session.standIn()::proof);
    }
  }

  private static void greeted(Session session, SmtpReply greeting) throws ProbeException {
    if (greeting.temporary()) {
      throw greeting.putOff("the relay does not serve us now: ");
    }
    if (greeting.takesNoMail()) {
      throw greeting.wrongHost();
    }
    if (greeting.negative()) {
      throw ProbeException.denied("the relay does not serve us: " + greeting.shown());
    }
    if (greeting.code() != 220) {
      throw ProbeException.unexpected("the relay greets with " + greeting.shown());
    }
    String host = greeting.lines().get(0).strip().split(" ", 2)[0];
    session.observe("smtp.host", session.quotes().name(host));
  }

  private static void offered(Session session, SmtpSettings.Auth wanted, Met relay)
      throws ProbeException {
    if (wanted == SmtpSettings.Auth.NONE) {
      return;
    }
    SmtpReply offer = relay.offer();
    String mechanisms = relay.mechanisms();
    if (!mechanisms.isEmpty()) {
      session.observe("smtp.auth", offer.sorted(mechanisms));
    }
    if (wanted == SmtpSettings.Auth.OPTIONAL) {
      return;
    }
    if (mechanisms.isEmpty()) {
      throw relay
          .replies()
          .unexpected(
              (offer.extension("AUTH").isPresent()
                      ? "AUTH is offered without any mechanism"
                      : "no login (AUTH) is offered")
                  + " (offered: "
                  + offer.extensions()
                  + ")");
    }
    // A stand-in offers no password login; with credentials the login itself reports this.
    if (!relay.standIn()
        && session.credentials().account().isEmpty()
        && Authentication.among(mechanisms).isEmpty()) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the relay offers AUTH "
              + offer.sorted(mechanisms)
              + " only: a user and a password need PLAIN or LOGIN");
    }
  }

  /** Neither the answer nor the connection is needed: everything is proven. */
  private static void leave(Connection connection) {
    try {
      connection.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      connection.await(FAREWELL);
    } catch (IOException gone) {
      // The server, or this host, was quicker.
    }
  }
}
