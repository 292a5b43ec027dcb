package dev.rollcall.protocol.http;

import dev.rollcall.model.Fault;
import dev.rollcall.probe.ProxyTunnel;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what an explicit proxy itself answered from what it passed on. A proxy writes Via into both
 * (RFC 9110 §7.6.3), so that a 403 of the destination stays the destination's.
 */
final class OwnAnswers {
  private OwnAnswers() {}

  /** The fault of phase PROXY that the answer is; empty if the destination gave it. */
  static Optional<Fault> of(Answer answer) {
    boolean gateway = answer.status() >= 502 && answer.status() <= 504 && answer.has("Via");
    boolean own =
        answer.status() == 407
            || answer.has("X-Squid-Error")
            || answer.has("Proxy-Authenticate")
            || answer.has("Proxy-Status")
            || answer.header("Server").orElse("").toLowerCase(Locale.ROOT).startsWith("squid");
    if (!own && !gateway) {
      return Optional.empty();
    }
    String more =
        answer
            .header("X-Squid-Error")
            .map(error -> " (X-Squid-Error: " + answer.quotes().text(error) + ")")
            .orElse("");
    return ProxyTunnel.fault(answer.status(), "HTTP " + answer.status() + more);
  }
}
