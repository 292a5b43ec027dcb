package dev.rollcall.protocol.tcp;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.attempt.Silence;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.tls.TlsTrace;
import dev.rollcall.text.HostNames;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Opens a TCP port and looks for a byte that only a server sends. */
public final class TcpProtocol implements Protocol<TcpSettings> {
  /** How long a server that speaks first takes at least, and how long it is waited for at most. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private static final Duration BANNER = Duration.ofMillis(200);

  /** A server that speaks first does so within this many times the time to connect. */
  private static final int CONNECTS = 4;

  private static final int MOST = 200;
  private static final int TLS_ALERT = 21;

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public Class<TcpSettings> settings() {
    return TcpSettings.class;
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of("tcp.banner", "tcp.http");
  }

  @Override
  public String sends() {
    return "A TCP connection, an HTTP request for / and a TLS handshake; an answer to one of them"
        + " proves the server; a port that answers neither and only closes when Rollcall does is a"
        + " warning, one that does not even close is a failure.";
  }

  @Override
  public VisitFacts visitFacts() {
    return TcpStandIn.FACTS;
  }

  @Override
  public void probe(Session session, TcpSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    byte[] answer = banner(session, connection);
    if (answer.length > 0) {
      unknown(session, answer);
      return;
    }
    answer = http(session, connection);
    if (answer.length > 0 && answer[0] != TLS_ALERT) {
      known(session, answer);
    } else {
      tls(session, answer.length == 0);
    }
  }

  private static void known(Session session, byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/1.")) {
      session.observe(
          "tcp.http", session.quotes().text(text.lines().findFirst().orElse("").strip()));
      recognise(session, text);
    } else {
      unknown(session, answer);
    }
  }

  /** The banner of a server that speaks first; empty if it does not. */
  private static byte[] banner(Session session, Connection connection) throws IOException {
    boolean came = connection.await(patience(session));
    return came ? connection.readSome(MOST) : new byte[0];
  }

  /** The nearer the server, the shorter. */
  private static Duration patience(Session session) {
    Duration dialled =
        session.budget().phases().times().values().stream().reduce(Duration.ZERO, Duration::plus);
    Duration scaled = Collections.max(List.of(SHORTEST, dialled.multipliedBy(CONNECTS)));
    return within(session, Collections.min(List.of(scaled, BANNER)));
  }

  /** Never more than a quarter of the time that is left. */
  private static Duration within(Session session, Duration most) {
    return Collections.min(List.of(most, session.deadline().remaining().dividedBy(4)));
  }

  /** The beginning of the answer to an HTTP request; empty if none came or the peer closed. */
  private static byte[] http(Session session, Connection connection) throws IOException {
    Target target = session.target();
    String host = HostNames.authority(target.host());
    Deadline whole = session.deadline();
    Deadline patience = whole.orAfter(whole.remaining().dividedBy(2));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      connection.write(
          ("GET / HTTP/1.1\r\nHost: "
                  + host
                  + ":"
                  + target.port().number()
                  + "\r\nUser-Agent: Rollcall\r\n"
                  + challenge(session)
                  + "Connection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      read(connection, answer, "\n", patience);
      // The rest proves nothing more; a stand-in identifies itself there.
      read(connection, answer, "\r\n\r\n", patience.orAfter(BANNER));
    } catch (EOFException | SocketException hungUp) {
      // A TLS server may close on plain text, so the handshake follows. An aborted session opens no
      // further connection.
      return answer.toByteArray();
    }
    return answer.toByteArray();
  }

  private static void read(
      Connection connection, ByteArrayOutputStream answer, String end, Deadline patience)
      throws IOException {
    while (answer.size() < MOST
        && !answer.toString(StandardCharsets.ISO_8859_1).contains(end)
        && !patience.passed()
        && connection.await(patience.remaining())) {
      answer.write(connection.readSome(MOST - answer.size()));
    }
  }

  private static String challenge(Session session) {
    return session
        .standIn()
        .challenge()
        .map(bytes -> TcpStandIn.CHALLENGE + ": " + SharedKey.hex(bytes) + "\r\n")
        .orElse("");
  }

  private static void recognise(Session session, String answer) {
    for (String line : answer.lines().toList()) {
      if (line.startsWith("Server:") && StandInMark.in(line)) {
        session.standIn().seen("the Server header");
      } else if (line.startsWith(TcpStandIn.PROOF + ": ")) {
        SharedKey.bytes(line.substring(TcpStandIn.PROOF.length() + 2))
            .ifPresent(session.standIn()::proof);
      }
    }
  }

  @Override
  public StandIn standIn(Transport transport, List<TcpSettings> rules) {
    return new TcpStandIn();
  }

  /**
   * @param unanswered whether HTTP came to nothing: then a moment of silence tells a peer that
   *     hangs up whatever one does from one that hangs up on what it is asked
   */
  private static void tls(Session session, boolean unanswered) throws IOException, ProbeException {
    Connection connection = session.dial();
    if (unanswered && connection.await(within(session, BANNER))) {
      unknown(session, connection.readSome(MOST));
      return;
    }
    try {
      connection.startTls();
    } catch (SSLException e) {
      // A web server whose answer was late or lost identifies itself here.
      byte[] answer = session.trace().map(TlsTrace::insteadOfTls).orElseGet(() -> new byte[0]);
      if (answer.length == 0) {
        throw e;
      }
      session.enter(Phase.EXCHANGE);
      known(session, answer);
    } catch (SocketTimeoutException e) {
      // A stopped process does not close, although its system accepts connections.
      if (!Silence.closesWithUs(session)) {
        throw e;
      }
      session.enter(Phase.EXCHANGE);
      session.concern(
          Concern.Kind.UNPROVEN,
          "the port opens, answers neither HTTP nor TLS, and closes when we do: a firewall may"
              + " answer for it");
    }
  }

  private static void unknown(Session session, byte[] answer) {
    session.observe("tcp.banner", session.quotes().text(answer));
    session.concern(
        Concern.Kind.NOT_IDENTIFIED,
        "answered with neither HTTP nor TLS: " + session.quotes().bytes(answer));
  }
}
