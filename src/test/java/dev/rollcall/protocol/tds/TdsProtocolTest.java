package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.attempt.Prober;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TdsProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final TdsSettings ANY = new TdsSettings(Optional.empty(), Optional.empty());

  @TempDir Path folder;

  private static Attempt attempt(ServerSocket server, CertificatePolicy policy) {
    InetSocketAddress at = (InetSocketAddress) server.getLocalSocketAddress();
    return Prober.attempt(
        new TdsProtocol(),
        ANY,
        Probes.session(Probes.route(at, Transport.TCP), LONG, Probes.policy(policy)));
  }

  private static Attempt attempt(TdsSettings settings, Duration timeout, Peer.Service service)
      throws IOException {
    try (Peer peer = Peer.serving(service)) {
      Attempt attempt = Probes.attempt(new TdsProtocol(), settings, peer, timeout);
      assertEquals(List.of(), peer.failures());
      return attempt;
    }
  }

  private static Attempt attempt(Peer.Service service) throws IOException {
    return attempt(ANY, LONG, service);
  }

  @ParameterizedTest
  @CsvSource({
    "12.0.2000, 'SQL Server 2014, or Azure SQL'",
    "12.0.20001, SQL Server 2014",
    "12.0.6024, SQL Server 2014",
    "16.0.1000, SQL Server 2022",
  })
  void aVersionThatManyProductsHaveNamesThemAll(String version, String product) {
    assertEquals(" (" + product + ")", TdsProtocol.product(version));
  }

  @Test
  void versionEncryptionAndCertificateAreReported() throws IOException {
    try (ServerSocket server = TdsPeer.standIn(false, TestAuthority.peer(), folder)) {
      Attempt attempt = attempt(server, CertificatePolicy.VERIFY);
      Probes.answered(attempt);
      assertEquals("16.0.1000 (SQL Server 2022)", Probes.fact(attempt, "tds.version"));
      assertEquals("required", Probes.fact(attempt, "tds.encryption"));
      assertEquals("not offered", Probes.fact(attempt, "tds.mars"));
      Observation.Tls tls = Probes.tls(attempt);
      assertEquals("TLSv1.2", tls.protocol());
      assertEquals(Probes.HOST, tls.serverName().orElseThrow());
      assertEquals("", Probes.concerns(attempt));
      assertEquals(Set.of(Phase.CONNECT, Phase.TLS, Phase.EXCHANGE), attempt.phases().keySet());
    }
  }

  @Test
  void aReportedCertificateWarnsAndAVerifiedOneFails() throws IOException {
    TestAuthority.Leaf leaf = TestAuthority.selfSigned("SSL_Self_Signed_Fallback");
    try (ServerSocket server = TdsPeer.standIn(false, leaf, folder)) {
      Attempt reported = attempt(server, CertificatePolicy.REPORT);
      Probes.answered(reported);
      assertEquals("CERTIFICATE", Probes.concerns(reported));
      Attempt verified = attempt(server, CertificatePolicy.VERIFY);
      Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, verified);
      assertEquals("16.0.1000 (SQL Server 2022)", Probes.fact(verified, "tds.version"));
    }
  }

  @Test
  void nothingFollowsTheHandshake() throws Exception {
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    Peer.Service service =
        socket -> {
          TdsPeer.prelogin(socket, Prelogin.ENCRYPT_ON, 0);
          TdsPeer.handshake(socket, TestAuthority.peer().context());
          heard.complete(socket.getInputStream().read());
        };
    try (Peer peer = Peer.serving(service)) {
      Attempt attempt = Probes.attempt(new TdsProtocol(), ANY, peer, LONG);
      Probes.answered(attempt);
      // The last turn of TLS 1.3 is the client's: one packet, then the end and no LOGIN7.
      assertEquals("TLSv1.3", Probes.tls(attempt).protocol());
      assertEquals(-1, heard.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void strictEncryptionIsMet() throws IOException {
    try (ServerSocket server = TdsPeer.standIn(true, TestAuthority.peer(), folder)) {
      Attempt attempt = attempt(server, CertificatePolicy.VERIFY);
      Probes.answered(attempt);
      assertEquals("strict (TDS 8.0)", Probes.fact(attempt, "tds.encryption"));
      assertEquals("16.0.1000 (SQL Server 2022)", Probes.fact(attempt, "tds.version"));
      assertEquals("tds/8.0", Probes.tls(attempt).alpn().orElseThrow());
      assertEquals("", Probes.concerns(attempt));
    }
  }

  @Test
  void aTlsAlertLeadsToStrictEncryptionToo() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    Attempt attempt =
        attempt(
            socket -> {
              if (turn.getAndIncrement() == 0) {
                socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 10});
                Peer.closeInOrder(socket);
                return;
              }
              TdsPeer.prelogin(TdsPeer.tlsFirst(socket, "tds/8.0"), Prelogin.ENCRYPT_NOT_SUP, 0);
              Peer.drain(socket);
            });
    Probes.answered(attempt);
    assertEquals("strict (TDS 8.0)", Probes.fact(attempt, "tds.encryption"));
  }

  @Test
  void aCutOffOnBothWaysIsThePathsOrTheServers() throws IOException {
    Fault fault =
        Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, attempt(TdsProtocolTest::cutOff));
    assertEquals(
        "the peer closed the connection without answering; asked again with TLS first (TDS 8.0):"
            + " TLS CLOSED, the connection was closed during the TLS handshake",
        fault.evidence());
    assertEquals(Optional.empty(), fault.clue());
  }

  private static void cutOff(Socket socket) throws IOException {
    assertTrue(socket.getInputStream().read() >= 0);
    Peer.closeInOrder(socket);
  }

  @Test
  void aResetOnBothWaysHasTheClueOfAFilter() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.RESET,
            attempt(
                socket -> {
                  // The last connection only looks whether it is reset unasked, and sends nothing.
                  if (socket.getInputStream().read(new byte[4096]) >= 0) {
                    Peer.reset(socket);
                  }
                }));
    assertEquals(Optional.of(Clue.CUT_AFTER_FIRST_PAYLOAD), fault.clue());
    assertTrue(fault.evidence().contains("TLS first (TDS 8.0): TLS RESET"), fault::evidence);
  }

  @Test
  void aServerThatAgreesOnTds8AndThenFailsHasTheClue() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    Attempt attempt =
        attempt(
            socket -> {
              if (turn.getAndIncrement() == 0) {
                cutOff(socket);
                return;
              }
              SSLSocket secured = TdsPeer.tlsFirst(socket, "tds/8.0");
              assertTrue(secured.getInputStream().read() >= 0);
              secured.close();
            });
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, attempt);
    assertEquals(Optional.of(Clue.STRICT_ENCRYPTION), fault.clue());
    assertTrue(fault.evidence().contains("EXCHANGE CLOSED"), fault::evidence);
    assertEquals("tds/8.0", Probes.tls(attempt).alpn().orElseThrow());
  }

  @Test
  void aWrongCertificateOfATlsFirstServerDecides() throws IOException {
    TestAuthority.Leaf leaf = TestAuthority.shared().expired(Probes.HOST);
    try (ServerSocket server = TdsPeer.standIn(true, leaf, folder)) {
      Probes.assertFault(Phase.TLS, FaultKind.EXPIRED, attempt(server, CertificatePolicy.VERIFY));
      Attempt reported = attempt(server, CertificatePolicy.REPORT);
      Probes.answered(reported);
      assertEquals("CERTIFICATE", Probes.concerns(reported));
    }
  }

  @Test
  void noEncryptionIsAConcern() throws IOException {
    Attempt attempt =
        attempt(
            socket -> {
              TdsPeer.prelogin(socket, Prelogin.ENCRYPT_NOT_SUP, 0);
              assertEquals(-1, socket.getInputStream().read());
            });
    Probes.answered(attempt);
    assertEquals("not supported", Probes.fact(attempt, "tds.encryption"));
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
  }

  @Test
  void encryptionOfTheLoginOnlyIsAConcern() throws IOException {
    Attempt attempt =
        attempt(
            socket -> {
              TdsPeer.prelogin(socket, Prelogin.ENCRYPT_OFF, 0);
              TdsPeer.handshake(socket, TestAuthority.peer().context());
              Peer.drain(socket);
            });
    Probes.answered(attempt);
    assertEquals("login only", Probes.fact(attempt, "tds.encryption"));
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
  }

  @Test
  void anUnknownEncryptionIsMalformed() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.MALFORMED, attempt(socket -> TdsPeer.prelogin(socket, 7, 0)));
    assertEquals("encryption mode 7 in the answer to PRELOGIN is unknown", fault.evidence());
  }

  @Test
  void anotherInstanceIsAConcern() throws IOException {
    for (int instance = 0; instance <= 1; instance++) {
      int says = instance;
      Attempt attempt =
          attempt(
              new TdsSettings(Optional.of("APPS"), Optional.empty()),
              LONG,
              socket -> TdsPeer.prelogin(socket, Prelogin.ENCRYPT_NOT_SUP, says));
      Probes.answered(attempt);
      assertEquals(
          says == 0 ? "APPS" : "APPS does not answer here", Probes.fact(attempt, "tds.instance"));
      assertEquals(
          says == 0 ? "SERVER_CONFIGURATION" : "SITE_VALUE SERVER_CONFIGURATION",
          Probes.concerns(attempt));
    }
  }

  @Test
  void anErrorTokenIsUnexpected() throws IOException {
    byte[] error =
        "\u00aa\u0012\0\u0091E\0\0\u0001\u0014\u0004\0F\0u\0l\0l\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.UNEXPECTED,
            attempt(socket -> TdsPeer.packet(socket, error, error.length)));
    assertEquals("the server answers PRELOGIN with an error: 17809, Full", fault.evidence());
  }

  @Test
  void anotherProtocolIsMalformed() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.MALFORMED,
            attempt(
                socket -> {
                  byte[] http = "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII);
                  socket.getOutputStream().write(http);
                  Peer.drain(socket);
                }));
    assertEquals(
        "the answer to PRELOGIN is not a TDS response: 48 54 54 50 2f 31 2e 31 (\"HTTP/1.1\")",
        fault.evidence());
  }

  @Test
  void anOversizedPacketIsMalformed() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.MALFORMED,
            attempt(
                socket -> {
                  byte[] header = {4, 1, (byte) 0xff, (byte) 0xff, 0, 0, 1, 0};
                  socket.getOutputStream().write(header);
                  Peer.drain(socket);
                }));
    assertEquals("the answer to PRELOGIN is longer than 4096 bytes", fault.evidence());
  }

  /** A message ends with the packet that says so (MS-TDS §2.2.3.1.2). */
  @ParameterizedTest
  @ValueSource(ints = {9, 10, 20, 4096})
  void anAnswerInSeveralPacketsIsJoined(int size) throws IOException {
    byte[] whole =
        new Prelogin("15.0.4", 0, Optional.empty(), Optional.empty(), false, Optional.empty())
            .unencrypted();
    byte[] message = Arrays.copyOfRange(whole, Prelogin.HEADER, whole.length);
    Attempt attempt =
        attempt(
            socket -> {
              socket.getInputStream().read(new byte[4096]);
              socket.getOutputStream().write(TdsResponse.packets(message, size));
              Peer.drain(socket);
            });
    assertEquals("15.0.4 (SQL Server 2019)", Probes.fact(attempt, "tds.version"));
  }

  @Test
  void packetsWithoutEndAreMalformed() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.MALFORMED,
            attempt(
                socket -> {
                  byte[] packet = {4, 0, 0, 108, 0, 0, 1, 0};
                  for (int sent = 0; sent < 50; sent++) {
                    socket.getOutputStream().write(Arrays.copyOf(packet, 108));
                  }
                  Peer.drain(socket);
                }));
    assertEquals("the answer to PRELOGIN is longer than 4096 bytes", fault.evidence());
  }

  @Test
  void silenceAfterTheClientHelloTwiceHasTheClueOfLostLargePackets() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              TdsPeer.prelogin(socket, Prelogin.ENCRYPT_ON, 0);
              Peer.drain(socket);
            })) {
      Session second = Probes.session(peer, Duration.ofMillis(800)).as(TryNumber.SECOND);
      Attempt attempt = Prober.attempt(new TdsProtocol(), ANY, second);
      Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.MTU_BLACK_HOLE), fault.clue());
    }
  }

  @Test
  void theHandshakesFaultsAreReported() throws IOException {
    Probes.assertFault(
        Phase.TLS,
        FaultKind.CLOSED,
        attempt(
            socket -> {
              TdsPeer.prelogin(socket, Prelogin.ENCRYPT_REQ, 0);
              cutOff(socket);
            }));
    Fault cut =
        Probes.assertFault(
            Phase.TLS,
            FaultKind.RESET,
            attempt(
                socket -> {
                  TdsPeer.prelogin(socket, Prelogin.ENCRYPT_REQ, 0);
                  assertTrue(socket.getInputStream().read(new byte[4096]) > 0);
                  Peer.reset(socket);
                }));
    assertEquals(Optional.of(Clue.OLD_TLS), cut.clue());
    assertTrue(cut.evidence().contains("TLS 1.2 is probably missing there"), cut::evidence);
    Fault noPacket =
        Probes.assertFault(
            Phase.TLS,
            FaultKind.MALFORMED,
            attempt(
                socket -> {
                  TdsPeer.prelogin(socket, Prelogin.ENCRYPT_REQ, 0);
                  assertTrue(socket.getInputStream().read() >= 0);
                  socket.getOutputStream().write(Peer.garbage());
                  Peer.drain(socket);
                }));
    assertTrue(
        noPacket
            .evidence()
            .startsWith("the answer to the TLS handshake is not a TDS packet: 07 1b"),
        noPacket::evidence);
    Probes.assertFault(
        Phase.TLS,
        FaultKind.MALFORMED,
        attempt(
            socket -> {
              TdsPeer.prelogin(socket, Prelogin.ENCRYPT_REQ, 0);
              assertTrue(socket.getInputStream().read() >= 0);
              TdsPeer.packet(socket, Peer.garbage(), 1024);
              Peer.drain(socket);
            }));
  }
}
