package dev.rollcall.protocol.http;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.util.List;

/** HTTP/1.1 inside TLS (RFC 9110 §4.3.3); through a proxy by CONNECT. */
public final class HttpsProtocol extends WebProtocol<HttpSettings> {
  public HttpsProtocol() {
    super(true);
  }

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
  public void probe(Session session, HttpSettings settings) throws ProbeException, IOException {
    Connection secured = SecuredConnection.open(session);
    Question.ask(session, secured, settings, "https");
  }

  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, HttpSettings settings)
      throws ProbeException, IOException {
    return Question.keepOpen(session, SecuredConnection.open(session), settings, "https");
  }

  @Override
  public StandIn standIn(Transport transport, List<HttpSettings> rules) {
    return new HttpStandIn(true, rules);
  }
}
