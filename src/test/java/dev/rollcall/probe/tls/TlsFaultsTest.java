package dev.rollcall.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handshake that fails says of the server, whichever Java asks. */
class TlsFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Probes.Steps READ = session -> session.dial().startTls().read(1);

  private static Attempt meet(Peer.Service service, Probes.Steps steps) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(Probes.session(peer, LONG), steps);
    }
  }

  /** Answers a ClientHello with these bytes. */
  private static Peer.Service answering(byte... bytes) {
    return socket -> {
      if (socket.getInputStream().read(new byte[4096]) > 0) {
        socket.getOutputStream().write(bytes);
      }
      Peer.closeInOrder(socket);
    };
  }

  private static void assertClue(Clue clue, Fault fault) {
    assertEquals(Optional.of(clue), fault.clue(), fault::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 42, 43, 46, 48, 49, 70, 71, 80, 112, 116, 120, 200})
  void everyAlertIsTranslated(int number) throws IOException {
    Attempt attempt =
        meet(
            answering((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) number),
            READ);
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, attempt);
    Alert alert = Alert.of(number);
    assertEquals("the server " + alert.meaning() + " (" + alert + ")", fault.evidence());
    assertEquals(alert.clue(), fault.clue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aServerThatDemandsACertificateOfTheClientSaysSo(String version) throws IOException {
    Attempt attempt =
        meet(
            socket -> {
              SSLSocket secured =
                  (SSLSocket)
                      TestAuthority.peer()
                          .context()
                          .getSocketFactory()
                          .createSocket(socket, null, socket.getPort(), true);
              secured.setUseClientMode(false);
              secured.setNeedClientAuth(true);
              secured.setEnabledProtocols(new String[] {version});
              try {
                secured.startHandshake();
              } finally {
                Peer.closeInOrder(socket);
              }
            },
            READ);
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, attempt);
    assertClue(Clue.CLIENT_CERTIFICATE, fault);
    assertTrue(
        fault.evidence().startsWith("the server demands a client certificate: "), fault::evidence);
    assertTrue(fault.evidence().contains("(alert "), fault::evidence);
  }

  @Test
  void aVersionThatIsTooOldIsNamed() throws IOException {
    byte[] hello = new byte[5 + 4 + 38];
    hello[0] = 22;
    hello[1] = 3;
    hello[2] = 1;
    hello[4] = 42;
    hello[5] = 2;
    hello[8] = 38;
    hello[9] = 3;
    hello[10] = 1;
    hello[45] = 47;
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, meet(answering(hello), READ));
    assertEquals("the server chose TLS 1.0, so TLS 1.2 is missing there", fault.evidence());
    assertClue(Clue.OLD_TLS, fault);
  }

  @Test
  void whatIsNotTlsIsQuoted() throws IOException {
    byte[] text = "220 mail.uni.test ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.MALFORMED, meet(answering(text), READ));
    assertTrue(fault.evidence().contains("220 mail.uni.test ESMTP"), fault::evidence);
    assertClue(Clue.PLAINTEXT_PEER, fault);
  }

  @Test
  void noClassNameIsShown() throws IOException {
    // A ServerHello that claims more than there is.
    byte[] broken = {22, 3, 3, 0, 5, 2, 0, 0, 1, 7};
    Fault fault =
        Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, meet(answering(broken), READ));
    assertTrue(fault.evidence().startsWith("Java's TLS gave up: "), fault::evidence);
    assertFalse(fault.evidence().contains("Exception"), fault::evidence);
  }

  @Test
  void aCutAfterAPlainBeginningIsTheServersFirst() throws IOException {
    Attempt attempt =
        meet(
            socket -> {
              socket.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
              if (socket.getInputStream().read(new byte[4096]) > 0) {
                Peer.reset(socket);
              }
            },
            session -> {
              Connection connection = session.dial();
              connection.readLine(100);
              connection.startTls();
            });
    assertClue(Clue.CUT_AFTER_HELLO, Probes.assertFault(Phase.TLS, FaultKind.RESET, attempt));
  }
}
