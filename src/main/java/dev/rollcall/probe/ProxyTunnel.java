package dev.rollcall.probe;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.HostNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** HTTP's CONNECT (RFC 9110 §9.3.6), and what a proxy's refusals mean. */
public final class ProxyTunnel {
  /** As wide as for every other HTTP head. */
  private static final int LINE = 128 << 10;

  private static final int LINES = 10_000;
  private static final int HEAD = 512 << 10;

  private static final String CHALLENGE = "Proxy-Authenticate:";

  private ProxyTunnel() {}

  /**
   * Has the proxy open a way to the target, with credentials if it asks for them.
   *
   * @return the connection that leads to the target
   */
  static Connection open(Session session, Connection proxy, Target target)
      throws IOException, ProbeException {
    String authority = HostNames.authority(target.host()) + ":" + target.port().number();
    ProxyLogin.Reply<Opened> reply = ask(proxy, authority, "");
    Opened opened = reply.answer();
    if (reply.status() == 407 && session.proxy().access().isPresent()) {
      opened =
          new ProxyLogin(session)
              .again(
                  reply.challenges(),
                  "CONNECT",
                  authority,
                  authorization ->
                      ask(
                          session.dialHop(),
                          authority,
                          "Proxy-Authorization: " + authorization + "\r\n"));
    }
    int code = opened.status();
    if (code / 100 != 2) {
      String line = opened.line();
      throw new ProbeException(
          fault(code, line)
              .orElse(
                  new Fault(
                      Phase.PROXY,
                      FaultKind.UNEXPECTED,
                      "the proxy answered CONNECT with " + line)));
    }
    return opened.connection();
  }

  /**
   * An answer to CONNECT.
   *
   * @param line the status line, safe to quote
   */
  private record Opened(Connection connection, int status, String line) {}

  private static ProxyLogin.Reply<Opened> ask(Connection proxy, String authority, String more)
      throws IOException, ProbeException {
    proxy.write(
        ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + more + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    String status = proxy.readLine(LINE);
    if (!status.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new ProbeException(
          new Fault(
              Phase.PROXY,
              FaultKind.MALFORMED,
              "the proxy's answer to CONNECT is not HTTP: " + proxy.quotes().text(status)));
    }
    int code = Integer.parseInt(status.substring(9, 12));
    String line = status.substring(0, 12) + proxy.quotes().text(status.substring(12));
    return new ProxyLogin.Reply<>(code, challenges(proxy), new Opened(proxy, code, line));
  }

  /** Reads the head to its end; the values of Proxy-Authenticate in it. */
  private static List<String> challenges(Connection proxy) throws IOException, ProbeException {
    List<String> challenges = new ArrayList<>();
    int size = 0;
    int lines = 0;
    for (String line = proxy.readLine(LINE); !line.isEmpty(); line = proxy.readLine(LINE)) {
      size += line.length();
      lines++;
      if (lines > LINES || size > HEAD) {
        throw new ProbeException(
            new Fault(
                Phase.PROXY,
                FaultKind.UNEXPECTED,
                "the head of the proxy's answer is larger than any client reads"));
      }
      if (line.regionMatches(true, 0, CHALLENGE, 0, CHALLENGE.length())) {
        challenges.add(line.substring(CHALLENGE.length()).strip());
      }
    }
    return challenges;
  }

  /**
   * The fault of phase PROXY that a status from a proxy stands for (RFC 9110 §15); empty for a
   * status that says nothing of the proxy.
   *
   * @param line the status line, safe to quote
   */
  public static Optional<Fault> fault(int status, String line) {
    return switch (status) {
      case 407 ->
          Optional.of(
              new Fault(
                  Phase.PROXY,
                  FaultKind.DENIED,
                  "the proxy asks for credentials: " + line,
                  Clue.PROXY_CREDENTIALS));
      case 403, 401, 405 ->
          Optional.of(
              new Fault(
                  Phase.PROXY, FaultKind.DENIED, "the proxy forbids the destination: " + line));
      // Some proxies answer 500 where others answer 502.
      case 500, 502, 503 ->
          Optional.of(
              new Fault(
                  Phase.PROXY,
                  FaultKind.UNREACHABLE,
                  "the proxy cannot reach the destination: " + line));
      case 504 ->
          Optional.of(
              new Fault(
                  Phase.PROXY,
                  FaultKind.TIMED_OUT,
                  "the proxy had no answer from the destination: " + line));
      default -> Optional.empty();
    };
  }
}
