package dev.rollcall.probe.attempt;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.util.List;

/** Sends a byte, and waits for one. */
class OneByte implements Protocol<Probes.None> {
  @Override
  public Idling idling() {
    return Idling.ANONYMOUS;
  }

  @Override
  public KeptOpen keepOpen(Session session, Probes.None settings) throws IOException {
    Connection connection = session.dial();
    KeptOpen.Question question =
        () -> {
          connection.write(new byte[] {'?'});
          connection.read(1);
        };
    connection.write(new byte[] {'?'});
    connection.read(1);
    return new KeptOpen(connection::await, connection.in(), question);
  }

  @Override
  public void probe(Session session, Probes.None settings) {}

  @Override
  public String name() {
    return "one-byte";
  }

  @Override
  public Class<Probes.None> settings() {
    return Probes.None.class;
  }

  @Override
  public String sends() {
    return "a byte";
  }

  @Override
  public StandIn standIn(Transport transport, List<Probes.None> rules) {
    return Probes.NO_STAND_IN;
  }
}
