package dev.rollcall.protocol.http.persistence;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.http.HttpStandIn;
import dev.rollcall.protocol.http.WebProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Whether a balancer keeps a client on one server: several fresh connections, one after the other,
 * and which server answered each.
 */
public final class PersistenceProtocol extends WebProtocol<PersistenceSettings> {
  public PersistenceProtocol() {
    super(true);
  }

  @Override
  public String name() {
    return "https-persistence";
  }

  @Override
  public Class<PersistenceSettings> settings() {
    return PersistenceSettings.class;
  }

  @Override
  public String sends() {
    return "At least eight fresh TLS connections, one after the other, with one GET each; that a"
        + " header, a cookie, the certificate or a text of every answer names the same server"
        + " proves persistence. Where a cookie keeps the client, the same without it must reach"
        + " several.";
  }

  /**
   * One server can only show that it is one: it names itself, and a second one beside it differs.
   */
  @Override
  public StandIn standIn(Transport transport, List<PersistenceSettings> rules) {
    return new HttpStandIn(true, List.of());
  }

  @Override
  public Set<String> volatileFacts() {
    return Set.of("persistence.connections", "persistence.cookie", "persistence.server");
  }

  /** Only clients meet the load balancer's persistence. */
  @Override
  public boolean usesProxy() {
    return false;
  }

  @Override
  public void probe(Session session, PersistenceSettings settings)
      throws ProbeException, IOException {
    new Persistence(session, settings).prove();
  }
}
