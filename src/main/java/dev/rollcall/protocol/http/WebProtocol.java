package dev.rollcall.protocol.http;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Protocol;
import java.util.Map;
import java.util.Set;

/** What all protocols over HTTP declare. */
public abstract class WebProtocol<S extends Record> implements Protocol<S> {
  private final boolean tls;

  /**
   * One of them.
   *
   * @param tls whether it speaks inside TLS
   */
  public WebProtocol(boolean tls) {
    this.tls = tls;
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of(
        "http.body-bytes",
        "http.content-type",
        "http.identified",
        "http.request",
        "http.server",
        "http.status",
        "http.user-agent");
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("http.body-bytes", "http.body-sha256", "http.location", "http.via");
  }

  @Override
  public boolean usesProxy() {
    return true;
  }

  @Override
  public final boolean usesTls() {
    return tls;
  }

  @Override
  public final ServiceNames serviceNames() {
    return tls
        ? ServiceNames.of("https", "ssl", "web-browsing")
        : ServiceNames.of("http", "web-browsing");
  }

  @Override
  public final boolean answersHealthChecks() {
    return true;
  }

  @Override
  public final VisitFacts visitFacts() {
    return HttpStandIn.FACTS;
  }

  @Override
  public final Map<Clue, String> advice() {
    return tls
        ? Map.of(Clue.NO_COMMON_PROTOCOL, "{Ask} to allow HTTP/1.1 beside HTTP/2: {way}.")
        : Map.of();
  }
}
