package dev.rollcall.protocol.http;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.util.List;

/** Plain HTTP/1.1 (RFC 9112); through a proxy in absolute form (§3.2.2). */
public final class HttpProtocol extends WebProtocol<HttpSettings> {
  public HttpProtocol() {
    super(false);
  }

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
        + " filter's block page is recognised.";
  }

  @Override
  public void probe(Session session, HttpSettings settings) throws ProbeException, IOException {
    Question.ask(session, session.dialHop(), settings, "http");
  }

  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, HttpSettings settings)
      throws ProbeException, IOException {
    return Question.keepOpen(session, session.dialHop(), settings, "http");
  }

  @Override
  public StandIn standIn(Transport transport, List<HttpSettings> rules) {
    return new HttpStandIn(false, rules);
  }
}
