package dev.rollcall.protocol.smb;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.HostNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks a file server for its dialect, its signing rules and its clock with SMB2 NEGOTIATE (MS-SMB2
 * §3.2.4.2.2.2); then disconnects. With credentials it connects again, logs in and reads the first
 * bytes of a file.
 */
public final class SmbProtocol implements Protocol<SmbSettings> {
  /** Windows' clock ticks 64 times a second. */
  private static final Duration TICK = Duration.ofMillis(16);

  private static final int NEGATIVE_RESPONSE = 0x83;

  @Override
  public String name() {
    return "smb";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of(
        "smb.authentication",
        "smb.clock",
        "smb.dfs",
        "smb.dialect",
        "smb.dialects",
        "smb.login",
        "smb.read",
        "smb.session-encryption",
        "smb.session-signing",
        "smb.signing");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("microsoft-ds", "ms-ds-smb");
  }

  @Override
  public Class<SmbSettings> settings() {
    return SmbSettings.class;
  }

  @Override
  public String sends() {
    return "An SMB2 NEGOTIATE, no login; the file server answers with its dialect, its signing"
        + " rules and its clock. With credentials one NTLMv2 login, which opens the UNC path, lists"
        + " its folder and reads the first 64 bytes of a file.";
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("smb.clock", "smb.listing", "smb.read");
  }

  @Override
  public void probe(Session session, SmbSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    byte[] request = Negotiate.request(session.standIn().challenge());
    Instant asked = Instant.now();
    long start = System.nanoTime();
    byte first;
    try {
      connection.write(request);
      first = connection.read(1)[0];
    } catch (IOException e) {
      Fault fault = session.fault(e);
      boolean cut = fault.cutsConnection() && !fault.saysNothing();
      if (cut && speaksSmb1(session)) {
        throw new ProbeException(
            new Fault(
                Phase.EXCHANGE,
                FaultKind.UNEXPECTED,
                "the server speaks SMB 1 only: it cut SMB 2 off, and answered SMB 1 when asked"
                    + " again"),
            e);
      }
      throw e;
    }
    byte[] message = message(first, connection);
    Duration half = Duration.ofNanos((System.nanoTime() - start) / 2);
    Negotiate answer = Negotiate.parse(message);
    if (answer.server().equals(Negotiate.MARK)) {
      session.standIn().seen("the server's GUID");
      Negotiate.proof(message).ifPresent(session.standIn()::proof);
    }
    session.observe("smb.dialect", answer.dialect());
    session.observe("smb.signing", signing(answer));
    session.observe("smb.server-guid", session.quotes().name(answer.server().toString()));
    session.observe("smb.dfs", answer.dfs() ? "yes" : "no");
    if (!answer.mechanisms().isEmpty()) {
      session.observe("smb.authentication", String.join(", ", answer.mechanisms()));
    }
    answer.system().ifPresent(time -> clock(session, time, asked.plus(half), half));
    answer
        .started()
        .filter(time -> PeerClock.inRange(time, asked))
        .ifPresent(
            time ->
                session.observe(new Observation.Note("the server has been running since " + time)));
    namespace(session, settings);
    if (session.credentials().present()) {
      login(session, settings, answer);
    }
  }

  /**
   * Only at the path's own host, or where DFS led a login, since the path behind a namespace
   * usually differs.
   */
  private static void login(Session session, SmbSettings settings, Negotiate answer) {
    String host = session.target().host();
    Optional<UncPath> own = settings.unc().flatMap(UncPath::parse).filter(unc -> unc.on(host));
    Optional<UncPath> unc = own.or(() -> leads(session).filter(lead -> lead.on(host)).findFirst());
    if (settings.unc().isEmpty()) {
      session
          .credentials()
          .untried(LoginResult.Reason.UNSUPPORTED, "the rule names no UNC path to open");
      return;
    }
    if (unc.isEmpty()) {
      return;
    }
    if (!answer.mechanisms().isEmpty() && !answer.mechanisms().contains("NTLM")) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "the server offers "
                  + String.join(", ", answer.mechanisms())
                  + " only, and Rollcall logs in to file servers with NTLMv2");
      return;
    }
    Login.Times times = own.isPresent() ? Login.Times.ONCE : Login.Times.ONCE_EACH;
    if (session
        .credentials()
        .authenticate(Login.Cover.PROTOCOL, times, new SmbLogin(session, unc.get()))) {
      follow(session, settings, unc.get());
    }
  }

  private static Stream<UncPath> leads(Session session) {
    return session.credentials().leads().stream()
        .sorted()
        .flatMap(lead -> UncPath.parse(lead).stream());
  }

  /** Requests attempts at the DFS target. */
  private static void follow(Session session, SmbSettings settings, UncPath from) {
    List<UncPath> there = leads(session).filter(lead -> !lead.on(from.host())).toList();
    for (UncPath lead : there) {
      if (settings.targets().stream().noneMatch(lead::on)) {
        session
            .findings()
            .followUp(
                new FollowUp(
                    "smb",
                    new Target(lead.host(), session.target().port()),
                    "DFS leads from " + from + " to " + session.quotes().name(lead.toString()),
                    true));
      }
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<SmbSettings> rules) {
    return new SmbStandIn();
  }

  /** Whether a server that cut SMB 2 off answers SMB 1. */
  private static boolean speaksSmb1(Session session) {
    try {
      Connection again = session.dial();
      again.write(Negotiate.requestSmb1());
      return Negotiate.isSmb1(again.read(8));
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads one message, of whose transport header (§2.1) the first byte has been read. */
  static byte[] message(byte first, Connection connection) throws IOException, ProbeException {
    byte[] header = ByteBuffer.allocate(4).put(first).put(connection.read(3)).array();
    int length = ByteBuffer.wrap(header).getInt() & 0xffffff;
    if ((first & 0xff) == NEGATIVE_RESPONSE) {
      // RFC 1002 §4.3.4; Samba answers this to hosts outside its "hosts allow".
      throw ProbeException.denied(
          "the server refuses this host: NetBIOS negative session response");
    }
    if (first != 0) {
      throw ProbeException.malformed(quotes -> "the answer is not SMB: " + quotes.bytes(header));
    }
    if (length < 4 || length > Negotiate.LARGEST) {
      throw ProbeException.malformed("a message of " + length + " bytes answers NEGOTIATE");
    }
    return connection.read(length);
  }

  private static String signing(Negotiate answer) {
    return answer.signingRequired() ? "required" : answer.signingEnabled() ? "enabled" : "off";
  }

  private static void clock(Session session, Instant server, Instant ours, Duration half) {
    Optional<Observation.Clock> clock =
        PeerClock.observe(session, "smb", server, ours, half.plus(TICK));
    if (clock.isEmpty()) {
      session.concern(
          Concern.Kind.CLOCK,
          "the file server's clock says "
              + PeerClock.outOfRange(server)
              + PeerClock.BEYOND_KERBEROS_LIMIT);
    } else if (clock.get().offset().abs().compareTo(PeerClock.KERBEROS_LIMIT) > 0) {
      session.concern(
          Concern.Kind.CLOCK,
          "the file server's clock and this host's differ by "
              + clock.get().offset().abs().toSeconds()
              + " s"
              + PeerClock.BEYOND_KERBEROS_LIMIT);
    }
  }

  private static void namespace(Session session, SmbSettings settings) {
    String host = session.target().host();
    boolean domain = settings.domain().filter(name -> HostNames.same(name, host)).isPresent();
    List<String> targets = settings.targets();
    if (domain && targets.isEmpty()) {
      session.concern(
          Concern.Kind.SITE_VALUE,
          "DFS namespace; targets unknown: "
              + host
              + " is the domain's name, and the file servers behind it need "
              + session.target().port()
              + " as well");
    }
    // A follow-up has the same settings, but must not lead to further ones.
    if (targets.stream().noneMatch(target -> HostNames.same(target, host))) {
      for (String target : targets) {
        session
            .findings()
            .followUp(
                new FollowUp(
                    "smb",
                    new Target(target, session.target().port()),
                    "the site file names it as a file server behind " + host,
                    true));
      }
    }
  }
}
