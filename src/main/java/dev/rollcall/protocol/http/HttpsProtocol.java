package dev.rollcall.protocol.http;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Transport;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** HTTP/1.1 inside TLS (RFC 9110 §4.3.3); through a proxy by CONNECT. */
public final class HttpsProtocol implements Protocol<HttpSettings> {
  @Override
  public String name() {
    return "https";
  }

  @Override
  public Class<HttpSettings> settings() {
    return HttpSettings.class;
  }

  @Override
  public String sends() {
    return "A TLS handshake that names the server, then one GET; the certificate and the answer's"
        + " status, headers and first bytes prove the destination.";
  }

  @Override
  public Set<String> volatileFacts() {
    return HttpProtocol.VOLATILE_FACTS;
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
  public Map<Clue, String> advice() {
    return Map.of(Clue.NO_COMMON_PROTOCOL, "{Ask} to allow HTTP/1.1 beside HTTP/2: {way}.");
  }

  @Override
  public void probe(Session session, HttpSettings settings) throws ProbeException, IOException {
    Connection secured = SecuredConnection.open(session);
    Question.ask(session, secured, settings, "https");
  }

  @Override
  public StandIn standIn(Transport transport, List<HttpSettings> rules) {
    return new HttpStandIn(true, rules);
  }
}
