package dev.rollcall.protocol.http;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import dev.rollcall.protocol.http.message.Scheme;
import java.io.IOException;
import java.util.List;

/**
 * HTTP/1.1: plain (RFC 9112), through a proxy in absolute form (§3.2.2); or inside TLS (RFC 9110
 * §4.3.3), through a proxy by CONNECT.
 */
public final class HttpProtocol extends WebProtocol<HttpSettings> {
  public static final HttpProtocol PLAIN =
      new HttpProtocol(
          Scheme.HTTP,
          "One GET; the answer's status, headers and first bytes prove the destination, and a"
              + " filter's block page is recognised.");

  public static final HttpProtocol TLS =
      new HttpProtocol(
          Scheme.HTTPS,
          "A TLS handshake that names the server, then one GET; the certificate and the answer's"
              + " status, headers and first bytes prove the destination.");

  private final Scheme scheme;
  private final String sends;

  private HttpProtocol(Scheme scheme, String sends) {
    super(scheme == Scheme.HTTPS);
    this.scheme = scheme;
    this.sends = sends;
  }

  @Override
  public String name() {
    return scheme.word();
  }

  @Override
  public Class<HttpSettings> settings() {
    return HttpSettings.class;
  }

  @Override
  public String sends() {
    return sends;
  }

  @Override
  public void probe(Session session, HttpSettings settings) throws ProbeException, IOException {
    Question.ask(session, open(session), settings, scheme);
  }

  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, HttpSettings settings)
      throws ProbeException, IOException {
    return Question.keepOpen(session, open(session), settings, scheme);
  }

  private Connection open(Session session) throws ProbeException, IOException {
    return usesTls() ? SecuredConnection.open(session) : session.dialHop();
  }

  @Override
  public StandIn standIn(Transport transport, List<HttpSettings> rules) {
    return new HttpStandIn(usesTls(), rules);
  }
}
