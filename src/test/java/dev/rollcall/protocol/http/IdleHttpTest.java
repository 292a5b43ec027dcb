package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.IdleEnd;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two questions on one connection. */
class IdleHttpTest {
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private void serve(Socket socket) throws IOException {
    for (int i = 0; i < 2; i++) {
      requests.add(Web.request(socket));
      // A head promises a body that does not follow (RFC 9110 §9.3.2).
      Web.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    }
    socket.getInputStream().read();
  }

  private void twice(Protocol<HttpSettings> protocol, Peer peer) {
    IdleEnd end =
        Probes.idle(protocol, new Settings().path("/x").build(), Probes.session(peer, Web.TIMEOUT));
    assertEquals(IdleEnd.Kind.ANSWERED, end.kind(), end::toString);
    assertEquals(2, requests.size());
    for (String request : requests) {
      assertTrue(request.startsWith("HEAD /x HTTP/1.1\r\n"), request);
      assertTrue(request.contains("\r\nConnection: keep-alive\r\n"), request);
    }
  }

  @Test
  void plain() throws IOException {
    try (Peer peer = Peer.serving(this::serve)) {
      twice(HttpProtocol.PLAIN, peer);
    }
  }

  @Test
  void insideTls() throws IOException {
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), this::serve)) {
      twice(HttpProtocol.TLS, peer);
    }
  }
}
