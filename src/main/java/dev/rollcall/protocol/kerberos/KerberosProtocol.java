package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.kerberos.message.EncryptionTypes;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.text.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a KDC for a ticket without pre-authentication, over UDP or TCP as the rule's port says, and
 * with credentials for a real one.
 */
public final class KerberosProtocol implements Protocol<KerberosSettings> {
  private static final Duration SKEW_NOTICE = Duration.ofMinutes(2);

  /** MIT's KDC repeats a stamp within its second, whatever the microseconds say. */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "kerberos";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of(
        "kerberos.answer",
        "kerberos.clock",
        "kerberos.login",
        "kerberos.text",
        "kerberos.ticket-ends");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("kerberos", "kerberos");
  }

  @Override
  public Class<KerberosSettings> settings() {
    return KerberosSettings.class;
  }

  @Override
  public String sends() {
    return "An AS-REQ without pre-authentication, which is no login; a KDC's answer about a"
        + " principal that it knows proves it, if the clocks agree within 5 minutes. Where"
        + " it does not know the principal, a second AS-REQ asks about krbtgt, which every"
        + " KDC of the realm knows. With credentials one login for a ticket, at each KDC"
        + " over UDP and TCP, and where single sign-on is on a ticket for HTTP/ and the"
        + " service's name.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of(
        "kerberos.clock",
        "kerberos.service-ticket",
        "kerberos.text",
        "kerberos.ticket",
        "kerberos.ticket-ends");
  }

  @Override
  public void probe(Session session, KerberosSettings settings) throws ProbeException, IOException {
    KdcExchange exchange = new KdcExchange(new AsRequest(settings));
    KdcAnswer answer = exchange.ask(session);
    if (answer instanceof KdcAnswer.Refused refused) {
      refused(session, settings, exchange, refused);
    } else if (answer instanceof KdcAnswer.Granted granted) {
      session.observe("kerberos.realm", quotes(session, settings).name(granted.realm()));
      session.observe("kerberos.answer", "AS-REP");
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the KDC gives "
              + quotes(session, settings).name(granted.client().toString())
              + " a ticket without pre-authentication: anyone can ask for one and guess its"
              + " password offline");
    }
    if (session.credentials().present()) {
      login(session, settings, exchange, answer);
    }
  }

  private static Quotes quotes(Session session, KerberosSettings settings) {
    return session.quotes().knowing(settings.realm(), settings.principal());
  }

  private static void login(
      Session session, KerberosSettings settings, KdcExchange exchange, KdcAnswer answer) {
    boolean datagrams = session.target().port().transport() == Transport.UDP;
    if (answer instanceof KdcAnswer.Refused refused
        && refused.code().number() == ErrorCode.RESPONSE_TOO_BIG) {
      // Already asked for over TCP, where the login is made.
      return;
    }
    Optional<String> obstacle =
        session
            .credentials()
            .account()
            .flatMap(account -> KerberosLogin.obstacle(account, settings));
    if (obstacle.isPresent()) {
      session.credentials().untried(LoginResult.Reason.UNSUPPORTED, obstacle.get());
      return;
    }
    if (session
            .credentials()
            .account()
            .filter(who -> KerberosLogin.isAbout(who, settings))
            .isPresent()
        && EncryptionTypes.nothingInCommon(answer, exchange.message())) {
      session.credentials().untried(LoginResult.Reason.NO_COMMON_KEY, KerberosLogin.NO_AES_KEY);
      return;
    }
    KerberosLogin login = new KerberosLogin(session, settings, answer);
    boolean accepted =
        session.credentials().authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE_EACH, login);
    if (session.credentials().right().filter(KerberosProtocol::showsOverTcp).isPresent()) {
      overTcp(session);
    } else if (accepted && datagrams) {
      session
          .findings()
          .followUp(
              new FollowUp(
                  "kerberos",
                  new Target(session.target().host(), Port.tcp(session.target().port().number())),
                  "tickets that fit no datagram come over TCP",
                  false));
    }
  }

  private static boolean showsOverTcp(LoginResult right) {
    return right instanceof LoginResult.Untried untried
        && untried.reason() == LoginResult.Reason.OTHER_PORT;
  }

  @Override
  public StandIn standIn(Transport transport, List<KerberosSettings> rules) {
    return transport == Transport.UDP ? KdcStandIn.datagrams(rules) : KdcStandIn.streams(rules);
  }

  private static void refused(
      Session session, KerberosSettings settings, KdcExchange exchange, KdcAnswer.Refused refused)
      throws ProbeException, IOException {
    session.observe("kerberos.realm", quotes(session, settings).name(refused.realm()));
    session.observe("kerberos.answer", "KRB-ERROR " + refused.code());
    if (!refused.text().isEmpty()) {
      session.observe("kerberos.text", session.quotes().text(refused.text()));
    }
    Optional<Observation.Clock> clock =
        PeerClock.observe(
            session,
            "kerberos",
            refused.time(),
            exchange.middle(),
            exchange.roundTrip().dividedBy(2).plus(RESOLUTION));
    if (refused.bearsMark() && refused.code().number() == ErrorCode.CLIENT_UNKNOWN) {
      // A stand-in knows no principal, and its clock is not the KDC's.
      return;
    }
    judge(session, settings, refused);
    skew(session, refused, clock);
  }

  /** What the error code says; not every one proves that a KDC of the realm is there. */
  private static void judge(Session session, KerberosSettings settings, KdcAnswer.Refused refused)
      throws ProbeException, IOException {
    int code = refused.code().number();
    RealmProof proof = new RealmProof(session, settings.realm());
    if (code == ErrorCode.CLIENT_UNKNOWN || proof.refers(refused)) {
      proof.seek();
    } else if (!ErrorCode.provesClient(code)) {
      throw KdcRefusal.ofPath(settings.realm(), refused);
    }
    switch (code) {
      case ErrorCode.RESPONSE_TOO_BIG -> tooBig(session, refused);
      case ErrorCode.NEVER_VALID ->
          session.concern(
              Concern.Kind.CLOCK, "the KDC says that the ticket asked for would never be valid");
      default -> {
        // A login tells it better, if there is one.
        if (session
            .credentials()
            .account()
            .filter(who -> KerberosLogin.isAbout(who, settings))
            .isEmpty()) {
          aboutAccount(session, settings.principal(), refused.code());
        }
      }
    }
  }

  private static void aboutAccount(Session session, String principal, ErrorCode code) {
    switch (code.number()) {
      case ErrorCode.CLIENT_UNKNOWN -> {
        if (!principal.equals(KerberosSettings.DEFAULT_PRINCIPAL)) {
          session.concern(
              Concern.Kind.SITE_VALUE, "the KDC does not know the principal " + principal);
        }
      }
      case ErrorCode.CLIENT_REVOKED ->
          session.concern(
              Concern.Kind.SERVER_CONFIGURATION,
              "the account " + principal + " is disabled, expired or locked out");
      case ErrorCode.KEY_EXPIRED ->
          session.concern(
              Concern.Kind.SERVER_CONFIGURATION,
              "the password of the account " + principal + " has expired");
      case ErrorCode.ENCRYPTION_UNSUPPORTED ->
          session.concern(
              Concern.Kind.SERVER_CONFIGURATION,
              "the KDC has no AES or RC4 key for the account " + principal);
      default -> {
        // Pre-authentication required is the normal answer; the others are in the facts.
      }
    }
  }

  /** RFC 4120 §7.2.1: an answer that fits no datagram must be asked for over TCP. */
  private static void tooBig(Session session, KdcAnswer.Refused refused) throws ProbeException {
    Port port = session.target().port();
    if (port.transport() == Transport.TCP) {
      throw ProbeException.unexpected("over TCP the KDC answers " + refused.code());
    }
    overTcp(session);
  }

  private static void overTcp(Session session) {
    Port port = session.target().port();
    String reason = "the KDC's answer fits no datagram, so clients go on over TCP";
    session.observe(
        new Observation.Note(reason + ": port " + port.number() + "/tcp must be open as well"));
    session
        .findings()
        .followUp(
            new FollowUp(
                "kerberos",
                new Target(session.target().host(), Port.tcp(port.number())),
                reason,
                true));
  }

  private static void skew(
      Session session, KdcAnswer.Refused refused, Optional<Observation.Clock> clock)
      throws ProbeException {
    boolean saidByKdc = refused.code().number() == ErrorCode.SKEW;
    String evidence = clock.map(KerberosProtocol::difference).orElseGet(() -> absurd(refused));
    if (saidByKdc
        || clock
            .filter(seen -> seen.offset().abs().compareTo(PeerClock.KERBEROS_LIMIT) <= 0)
            .isEmpty()) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          saidByKdc ? "the KDC says that the clocks differ too much: " + evidence : evidence,
          Clue.CLOCK_SKEW);
    }
    if (clock.get().offset().abs().compareTo(SKEW_NOTICE) > 0) {
      session.concern(Concern.Kind.CLOCK, evidence);
    }
  }

  private static String difference(Observation.Clock clock) {
    return "the KDC's clock is "
        + Times.seconds(clock.offset().abs(), 1)
        + (clock.offset().isNegative() ? " behind" : " ahead of")
        + " this host's"
        + PeerClock.BEYOND_KERBEROS_LIMIT;
  }

  private static String absurd(KdcAnswer.Refused refused) {
    return "the KDC's clock says "
        + PeerClock.outOfRange(refused.time())
        + PeerClock.BEYOND_KERBEROS_LIMIT;
  }
}
