package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.ProxyTunnel;
import dev.rollcall.protocol.http.message.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what an explicit proxy itself answered from what it passed on. Most proxies write Via into
 * both (RFC 9110 §7.6.3), and a destination may have gateways of its own, so that a 403, 502, 503
 * or 504 of the destination stays the destination's.
 */
final class ProxyAnswers {
  /** How proxies name themselves in the Server header of all their own answers, and in Via. */
  private static final List<String> SERVERS =
      List.of("squid", "tinyproxy", "privoxy", "3proxy", "ccproxy", "mitmproxy");

  private ProxyAnswers() {}

  /** The fault of phase PROXY that the answer is; empty if the destination gave it. */
  static Optional<Fault> of(Answer answer) {
    if (!own(answer) && !(gateway(answer) && !passedOn(answer))) {
      return Optional.empty();
    }
    String more =
        answer
            .header("X-Squid-Error")
            .map(error -> " (X-Squid-Error: " + answer.quotes().text(error) + ")")
            .orElse(
                notReached(answer) || ofTrafficServer(answer)
                    ? " " + answer.quotes().text(answer.reason())
                    : "");
    return ProxyTunnel.fault(
        answer.status(),
        "HTTP " + answer.status() + more,
        answer.values("Proxy-Authenticate").toList());
  }

  /** Whether it bears what only a proxy next to the client sends. */
  private static boolean own(Answer answer) {
    String server = answer.header("Server").orElse("").toLowerCase(Locale.ROOT);
    return answer.status() == 407
        || answer.has("X-Squid-Error")
        || answer.has("Proxy-Authenticate")
        || answer.has("Proxy-Agent")
        || SERVERS.stream().anyMatch(server::startsWith)
        || ofTrafficServer(answer);
  }

  /**
   * Whether Apache Traffic Server made the answer itself. It writes its own Server into what it
   * passes on as well, and then adds Age (RFC 9111 §5.1). One that is the destination's gateway is
   * known by the Via of the proxy before it.
   */
  private static boolean ofTrafficServer(Answer answer) {
    return answer.header("Server").filter(name -> name.startsWith("ATS/")).isPresent()
        && !answer.has("Age")
        && !answer.has("Via")
        && answer.header("Cache-Control").filter(value -> value.contains("no-store")).isPresent();
  }

  /** Whether its words say so: what a destination sends has come from it. */
  private static boolean notReached(Answer answer) {
    return ProxyTunnel.notReached(answer.status(), answer.reason());
  }

  /** 502 and 504 are a gateway's by their meaning; 503 may be, where one is on the way. */
  private static boolean gateway(Answer answer) {
    int status = answer.status();
    return answer.has("Proxy-Status")
        || status == 502
        || status == 504
        || notReached(answer)
        || (status == 503 && answer.has("Via"));
  }

  /**
   * Whether something in it says that the destination, or a gateway of its own, gave the answer: a
   * Server header, which proxies pass on and few write; or the Via of a proxy that would name
   * itself in an answer of its own as well.
   */
  private static boolean passedOn(Answer answer) {
    boolean filter = FilterMarks.inHead(answer).filter(mark -> !mark.passing()).isPresent();
    boolean marksItsOwn =
        answer
            .values("Via")
            .map(via -> via.toLowerCase(Locale.ROOT))
            .anyMatch(via -> SERVERS.stream().anyMatch(via::contains));
    return (answer.has("Server") && !filter) || marksItsOwn;
  }
}
