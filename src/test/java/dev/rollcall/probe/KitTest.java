package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The kit against protocols so small that they have no bugs of their own. */
class KitTest {
  record None() {}

  abstract static class Echo implements Protocol<None> {
    @Override
    public StandIn standIn(Transport transport, List<None> rules) {
      return Probes.NO_STAND_IN;
    }

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Class<None> settings() {
      return None.class;
    }

    @Override
    public String sends() {
      return "one byte";
    }

    static void exchange(Connection connection) throws IOException, ProbeException {
      connection.write("hello\n".getBytes(StandardCharsets.US_ASCII));
      hear(connection);
    }

    static void hear(Connection connection) throws IOException, ProbeException {
      String line = connection.readLine(100);
      if (!line.equals("hello")) {
        throw ProbeException.malformed("not an echo: " + PeerText.safe(line));
      }
    }
  }

  static final class Plain extends Echo {
    @Override
    public void probe(Session session, None settings) throws IOException, ProbeException {
      exchange(session.dial());
    }
  }

  static final class Secured extends Echo {
    @Override
    public void probe(Session session, None settings) throws IOException, ProbeException {
      exchange(session.dial().startTls());
    }
  }

  static final class Greeted extends Echo {
    @Override
    public void probe(Session session, None settings) throws IOException, ProbeException {
      Connection connection = session.dial();
      hear(connection);
      exchange(connection);
    }
  }

  static final class Datagram extends Echo {
    @Override
    public void probe(Session session, None settings) throws IOException, ProbeException {
      byte[] answer = session.datagrams().ask(() -> new byte[] {1}, bytes -> true, 2000);
      if (answer.length != 1) {
        throw ProbeException.malformed("not an echo: " + PeerText.dump(answer));
      }
    }
  }

  abstract static class Contract extends ProtocolContract<None> {
    @Override
    protected None settings() {
      return new None();
    }
  }

  @Nested
  class ClientFirst extends Contract {
    @Override
    protected Protocol<None> protocol() {
      return new Plain();
    }

    @Override
    protected Beginning beginning() {
      return Beginning.CLIENT;
    }
  }

  @Nested
  class ServerFirst extends Contract {
    @Override
    protected Protocol<None> protocol() {
      return new Greeted();
    }

    @Override
    protected Beginning beginning() {
      return Beginning.SERVER;
    }

    @Override
    protected byte[] greeting() {
      return "hello\n".getBytes(StandardCharsets.US_ASCII);
    }
  }

  @Nested
  class TlsFirst extends Contract {
    @Override
    protected Protocol<None> protocol() {
      return new Secured();
    }

    @Override
    protected Beginning beginning() {
      return Beginning.TLS;
    }
  }

  @Nested
  class OverUdp extends Contract {
    @Override
    protected Protocol<None> protocol() {
      return new Datagram();
    }

    @Override
    protected Beginning beginning() {
      return Beginning.DATAGRAM;
    }
  }

  @Test
  void aGoodPeerAnswers() throws IOException {
    Peer.Service echo =
        socket -> {
          socket.getInputStream().transferTo(socket.getOutputStream());
        };
    Duration timeout = Duration.ofSeconds(10);
    try (Peer plain = Peer.serving(echo);
        Peer tls = Peer.servingTls(TestAuthority.peer().context(), echo)) {
      Probes.answered(Probes.attempt(new Plain(), new None(), plain, timeout));
      Attempt secured = Probes.attempt(new Secured(), new None(), tls, timeout);
      Probes.answered(secured);
      assertEquals(Probes.HOST, Probes.tls(secured).serverName().orElseThrow());
    }
  }
}
