package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What a server says that does not take HTTP/1.1 inside TLS. */
class SecuredConnectionTest {
  private static Peer.Service speaking(TestAuthority.Leaf leaf, String... alpn) {
    return socket -> {
      SSLSocket secured =
          (SSLSocket)
              leaf.context().getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secured.setUseClientMode(false);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setApplicationProtocols(alpn);
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      Peer.drain(secured);
    };
  }

  private static Attempt ask(TestAuthority.Leaf leaf, String... alpn) throws IOException {
    try (Web web = Web.of(speaking(leaf, alpn))) {
      return web.https(new Settings());
    }
  }

  @Test
  void aServerOfHttp2OnlyIsNamedAndItsCertificateJudged() throws IOException {
    Attempt attempt = ask(TestAuthority.peer(), "h2");
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, attempt);
    assertEquals(Optional.of(Clue.NO_COMMON_PROTOCOL), fault.clue());
    assertTrue(
        fault
            .evidence()
            .startsWith(
                "the server speaks none of the protocols that were offered (ALPN): http/1.1 (alert"
                    + " 120, no_application_protocol); it speaks HTTP/2 only (ALPN h2)"),
        fault::evidence);
    assertEquals(Optional.of("h2"), Probes.tls(attempt).alpn());
  }

  @Test
  void aBadCertificateOfItIsTheFault() throws IOException {
    Probes.assertFault(
        Phase.TLS, FaultKind.WRONG_NAME, ask(TestAuthority.shared().leaf("other.test"), "h2"));
  }

  @Test
  void aServerThatTakesNeitherIsNotCalledOneOfHttp2() throws IOException {
    Fault fault =
        Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, ask(TestAuthority.peer(), "tds/8.0"));
    assertTrue(fault.evidence().endsWith("it refuses HTTP/2 (ALPN h2) as well"), fault::evidence);
  }
}
