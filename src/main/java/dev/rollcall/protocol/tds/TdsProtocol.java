package dev.rollcall.protocol.tds;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks SQL Server for its version and encryption with PRELOGIN, and for its certificate with the
 * TLS handshake that follows (MS-TDS §2.2.6.5, §3.2.5.1, §3.2.5.2); then disconnects, without a
 * login. With credentials, {@link TdsLogin} follows.
 *
 * <p>A server with "Force Strict Encryption" closes on a plain PRELOGIN: it is then probed again on
 * a connection that starts with TLS (TDS 8.0, §1.3).
 */
public final class TdsProtocol implements Protocol<TdsSettings> {
  static final String STRICT = "tds/8.0";
  private static final byte TLS_ALERT = 0x15;

  @Override
  public String name() {
    return "tds";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of(
        "tds.client-version",
        "tds.encryption",
        "tds.mars",
        "tds.port",
        "tds.server-version",
        "tds.session-encryption",
        "tds.version");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("ms-sql-s", "mssql-db");
  }

  @Override
  public Class<TdsSettings> settings() {
    return TdsSettings.class;
  }

  @Override
  public boolean usesTls() {
    return true;
  }

  @Override
  public String sends() {
    return "A TDS PRELOGIN and a TLS handshake, no login; SQL Server answers with its version, its"
        + " encryption and its certificate. With credentials then one login, encrypted and to a"
        + " trusted certificate only, which opens the database and asks for the version.";
  }

  @Override
  public void probe(Session session, TdsSettings settings) throws ProbeException, IOException {
    meet(session, settings).ifPresent(TdsLogin::show);
  }

  @Override
  public Idling idling() {
    return Idling.LOGGED_IN;
  }

  @Override
  public KeptOpen keepOpen(Session session, TdsSettings settings)
      throws ProbeException, IOException {
    Optional<TdsLogin> login = meet(session, settings);
    if (login.isEmpty()) {
      throw ProbeException.unexpected("the server encrypts the login only: no login was made");
    }
    return login.get().keep();
  }

  /**
   * Asks for version, encryption and certificate.
   *
   * @return the login that may follow; empty if the server would send its answers unencrypted
   */
  private static Optional<TdsLogin> meet(Session session, TdsSettings settings)
      throws ProbeException, IOException {
    Connection connection = session.dial();
    byte type;
    try {
      connection.write(
          Prelogin.request(
              Prelogin.ENCRYPT_ON, settings.instance(), session.standIn().challenge()));
      type = connection.read(1)[0];
    } catch (IOException e) {
      Fault fault = session.fault(e);
      if (fault.cutsConnection() && !fault.saysNothing()) {
        tlsFirst(session, settings, fault);
        return Optional.of(TdsLogin.strict(session, settings));
      }
      throw e;
    }
    if (type == TLS_ALERT) {
      String evidence = "the server answers PRELOGIN with a TLS alert";
      tlsFirst(session, settings, new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, evidence));
      return Optional.of(TdsLogin.strict(session, settings));
    }
    Prelogin answer = Prelogin.read(type, connection);
    observe(session, settings, answer);
    if (encrypts(session, answer)) {
      TdsTls.handshake(session, connection).leave();
    }
    return TdsLogin.after(answer, session, settings);
  }

  @Override
  public StandIn standIn(Transport transport, List<TdsSettings> rules) {
    return new TdsStandIn(rules.stream().flatMap(rule -> rule.instance().stream()).toList());
  }

  private static void observe(Session session, TdsSettings settings, Prelogin answer) {
    if (answer.marked()) {
      session.standIn().seen("PRELOGIN");
    }
    answer.proof().ifPresent(session.standIn()::proof);
    session.observe("tds.version", answer.version() + product(answer.version()));
    answer.mars().ifPresent(mars -> session.observe("tds.mars", mars ? "offered" : "not offered"));
    if (settings.instance().isPresent() && answer.instance().isPresent()) {
      boolean same = answer.instance().get();
      String name = settings.instance().get();
      session.observe("tds.instance", name + (same ? "" : " does not answer here"));
      if (!same) {
        session.concern(
            Concern.Kind.SITE_VALUE,
            "the server says that it is not the instance " + name + ": another one has this port");
      }
    }
  }

  /** Whether a TLS handshake follows the answer. */
  private static boolean encrypts(Session session, Prelogin answer) throws ProbeException {
    switch (answer.encryption() & Prelogin.MODE) {
      case Prelogin.ENCRYPT_OFF -> {
        session.observe("tds.encryption", "login only");
        session.concern(
            Concern.Kind.SERVER_CONFIGURATION,
            "the server encrypts the login only, although asked to encrypt everything");
      }
      case Prelogin.ENCRYPT_ON -> session.observe("tds.encryption", "on");
      case Prelogin.ENCRYPT_REQ -> session.observe("tds.encryption", "required");
      case Prelogin.ENCRYPT_NOT_SUP -> {
        session.observe("tds.encryption", "not supported");
        session.concern(
            Concern.Kind.SERVER_CONFIGURATION,
            "the server supports no encryption: logins and data cross the network unencrypted");
        return false;
      }
      default ->
          throw ProbeException.malformed(
              "encryption mode " + answer.encryption() + " in the answer to PRELOGIN is unknown");
    }
    return true;
  }

  /**
   * Probes again with TLS first.
   *
   * @param first the result of the plain PRELOGIN
   */
  private static void tlsFirst(Session session, TdsSettings settings, Fault first)
      throws ProbeException {
    Fault second;
    try {
      Connection secured = session.dial().startTls(STRICT);
      secured.write(
          Prelogin.request(
              Prelogin.ENCRYPT_NOT_SUP, settings.instance(), session.standIn().challenge()));
      Prelogin answer = Prelogin.read(secured.read(1)[0], secured);
      observe(session, settings, answer);
      session.observe("tds.encryption", "strict (TDS 8.0)");
      session.observe(
          new Observation.Note(
              "the server demands TLS before anything else (Force Strict Encryption): clients"
                  + " without TDS 8.0 cannot log in"));
      return;
    } catch (ProbeException e) {
      second = session.fault(e);
      if (second.phase() == Phase.TLS) {
        // TLS works, and the certificate decides by the rule's policy.
        throw e;
      }
    } catch (IOException e) {
      second = session.fault(e);
    }
    Optional<Clue> clue = agreed(session) ? Optional.of(Clue.STRICT_ENCRYPTION) : first.clue();
    throw new ProbeException(
        first.with(
            clue,
            "asked again with TLS first (TDS 8.0): " + second.cause() + ", " + second.evidence()));
  }

  /** Whether the server agreed on TDS 8.0 in a TLS handshake. */
  private static boolean agreed(Session session) {
    return Observation.Tls.in(session.findings().observations()).stream()
        .anyMatch(tls -> tls.alpn().filter(STRICT::equals).isPresent());
  }

  static String product(String version) {
    String year =
        switch (version.substring(0, version.indexOf('.'))) {
          case "9" -> "2005";
          case "10" -> version.startsWith("10.50.") ? "2008 R2" : "2008";
          case "11" -> "2012";
          // Azure SQL Database and Managed Instance have this version for ever.
          case "12" -> version.equals("12.0.2000") ? "2014, or Azure SQL" : "2014";
          case "13" -> "2016";
          case "14" -> "2017";
          case "15" -> "2019";
          case "16" -> "2022";
          case "17" -> "2025";
          default -> "";
        };
    return year.isEmpty() ? "" : " (SQL Server " + year + ")";
  }
}
