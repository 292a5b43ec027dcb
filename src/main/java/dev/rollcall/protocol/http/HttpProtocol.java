package dev.rollcall.protocol.http;

import dev.rollcall.model.Transport;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Plain HTTP/1.1 (RFC 9112); through a proxy in absolute form (§3.2.2). */
public final class HttpProtocol implements Protocol<HttpSettings> {
  /** Of an answer, whether it came over TLS or not. */
  static final Set<String> VOLATILE_FACTS =
      Set.of("http.body-bytes", "http.body-sha256", "http.location", "http.via");

  @Override
  public String name() {
    return "http";
  }

  @Override
  public Class<HttpSettings> settings() {
    return HttpSettings.class;
  }

  @Override
  public String sends() {
    return "One GET; the answer's status, headers and first bytes prove the destination, and a"
        + " filter's block page is told from it.";
  }

  @Override
  public Set<String> volatileFacts() {
    return VOLATILE_FACTS;
  }

  @Override
  public boolean usesProxy() {
    return true;
  }

  @Override
  public boolean answersHealthChecks() {
    return true;
  }

  @Override
  public VisitFacts visitFacts() {
    return HttpStandIn.FACTS;
  }

  @Override
  public void probe(Session session, HttpSettings settings) throws ProbeException, IOException {
    Question.ask(session, session.dialHop(), settings, "http");
  }

  @Override
  public StandIn standIn(Transport transport, List<HttpSettings> rules) {
    return new HttpStandIn(false, rules);
  }
}
