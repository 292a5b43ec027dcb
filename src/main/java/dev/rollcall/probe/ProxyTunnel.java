package dev.rollcall.probe;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** HTTP's CONNECT (RFC 9110 §9.3.6), and what a proxy's refusals mean. */
public final class ProxyTunnel {
  private static final int LINE = 8192;
  private static final int LINES = 100;

  private ProxyTunnel() {}

  static void open(Connection proxy, Target target) throws IOException, ProbeException {
    String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
    String authority = host + ":" + target.port().number();
    proxy.write(
        ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    String status = proxy.readLine(LINE);
    if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new ProbeException(
          new Fault(
              Phase.PROXY,
              FaultKind.MALFORMED,
              "the proxy's answer to CONNECT is not HTTP: " + proxy.quotes().text(status)));
    }
    for (int line = 0; !proxy.readLine(LINE).isEmpty(); line++) {
      if (line == LINES) {
        throw new ProbeException(
            new Fault(Phase.PROXY, FaultKind.MALFORMED, "the proxy's answer has no end"));
      }
    }
    int code = Integer.parseInt(status.substring(9, 12));
    String line = status.substring(0, 12) + proxy.quotes().text(status.substring(12));
    if (code / 100 != 2) {
      throw new ProbeException(
          fault(code, line)
              .orElse(
                  new Fault(
                      Phase.PROXY,
                      FaultKind.UNEXPECTED,
                      "the proxy answered CONNECT with " + line)));
    }
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
