package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.ProxyTunnel;
import dev.rollcall.protocol.http.message.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what an explicit proxy itself answered from what it passed on. Most proxies write Via into
 * both (RFC 9110 §7.6.3), so that a 403 of the destination stays the destination's.
 */
final class ProxyAnswers {
  /** How proxies name themselves in the Server header of their own answers. */
  private static final List<String> SERVERS =
      List.of("squid", "tinyproxy", "privoxy", "3proxy", "ccproxy", "mitmproxy");

  private ProxyAnswers() {}

  /** The fault of phase PROXY that the answer is; empty if the destination gave it. */
  static Optional<Fault> of(Answer answer) {
    int status = answer.status();
    // 502 and 504 are a gateway's by their meaning; 503 may be the destination's own.
    boolean gateway = status == 502 || status == 504 || (status == 503 && answer.has("Via"));
    String server = answer.header("Server").orElse("").toLowerCase(Locale.ROOT);
    boolean own =
        status == 407
            || answer.has("X-Squid-Error")
            || answer.has("Proxy-Authenticate")
            || answer.has("Proxy-Status")
            || answer.has("Proxy-Agent")
            || SERVERS.stream().anyMatch(server::startsWith);
    if (!own && !gateway) {
      return Optional.empty();
    }
    String more =
        answer
            .header("X-Squid-Error")
            .map(error -> " (X-Squid-Error: " + answer.quotes().text(error) + ")")
            .orElse("");
    return ProxyTunnel.fault(status, "HTTP " + status + more);
  }
}
