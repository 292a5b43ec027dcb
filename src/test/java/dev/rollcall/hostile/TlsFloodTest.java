package dev.rollcall.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.certificate.Certificates;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS that makes its client compute without getting anywhere, long before the deadline. */
@Timeout(120)
class TlsFloodTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String[] SUITES = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
  };

  /** What a JVM opens only once. */
  @BeforeAll
  static void warmUp() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              RawTls tls = new RawTls(socket);
              tls.handshake(tls.hello(), TestAuthority.peer());
              Peer.drain(socket);
            })) {
      Probes.answered(
          Probes.attempt(Probes.session(peer, LONG), session -> session.dial().startTls()));
    }
  }

  private static Attempt read(Peer peer) {
    return Probes.attempt(Probes.session(peer, LONG), session -> session.dial().startTls().read(1));
  }

  private static Attempt meet(RawTls.Step step) throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              try {
                step.take(new RawTls(socket));
              } finally {
                Peer.drain(socket);
              }
            })) {
      return read(peer);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"FLOOD_ALERTS", "FLOOD_KEY_UPDATES", "FLOOD_TICKETS"})
  void aFloodEndsTheAttempt(Behaviour behaviour) throws Exception {
    Leftovers before = Leftovers.now();
    Attempt attempt = meet(tls -> behaviour.tls(tls, tls.hello(), 0, TestAuthority.peer()));
    assertFlood(attempt);
    before.assertNothingNew();
  }

  private static void assertFlood(Attempt attempt) {
    Fault fault = Probes.fault(attempt);
    assertEquals(FaultKind.MALFORMED, fault.kind(), fault::toString);
    assertTrue(fault.evidence().contains("TLS records came with hardly anything"), fault::evidence);
  }

  @Test
  void aCertificateThatJavasReaderTripsOverIsTheServers() throws IOException {
    Fault fault =
        Probes.fault(
            meet(
                tls ->
                    tls.handshake(
                        tls.hello(), HostileCertificates.emptyKey(), HostileCertificates.key())));
    assertEquals("TLS TLS_FAILED", fault.cause(), fault::toString);
  }

  @Test
  void aCertificateFileThatJavasReaderTripsOverIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("ca.der"), HostileCertificates.emptyKey().get(0));
    IOException refused = assertThrows(IOException.class, () -> Certificates.read(file));
    assertEquals(file + " is not a certificate file: give PEM or DER", refused.getMessage());
  }

  @Test
  void aHandshakeInCrumbsEndsTheAttempt() throws IOException {
    assertFlood(
        meet(
            tls -> {
              tls.fragments(1);
              tls.handshake(
                  tls.hello(), HostileCertificates.names(100, 20), HostileCertificates.key());
            }));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handshakeAfterHandshakeEndsTheAttempt(boolean whole) throws IOException {
    SSLContext context = TestAuthority.peer().context();
    try (Peer peer =
        Peer.serving(
            socket -> {
              SSLSocket secured =
                  (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
              secured.setUseClientMode(false);
              secured.setEnabledProtocols(new String[] {"TLSv1.2"});
              renegotiate(secured, whole);
            })) {
      Attempt attempt = read(peer);
      if (whole) {
        Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
        assertEquals("more than 4 TLS handshakes on one connection", fault.evidence());
      } else {
        assertFlood(attempt);
      }
    }
  }

  /**
   * Again and again, until the client hangs up.
   *
   * @param whole whether each handshake shows the certificate anew
   */
  static void renegotiate(SSLSocket secured, boolean whole) throws IOException {
    // Else each handshake waits for the client's delayed acknowledgement.
    secured.setTcpNoDelay(true);
    secured.startHandshake();
    secured.setSoTimeout(1);
    while (true) {
      try {
        if (secured.getInputStream().read() < 0) {
          return;
        }
      } catch (SocketTimeoutException quiet) {
        if (whole) {
          // Another one than before, so that the session cannot be resumed.
          boolean first = secured.getSession().getCipherSuite().equals(SUITES[0]);
          secured.setEnabledCipherSuites(new String[] {SUITES[first ? 1 : 0]});
        }
        secured.startHandshake();
      }
    }
  }

  @Test
  void manyNamesAreKeptInPart() throws IOException {
    Attempt attempt = chain(HostileCertificates.names(1000, 20), FaultKind.UNTRUSTED);
    int length = Probes.tls(attempt).toString().length();
    assertTrue(length < 6000, () -> "kept " + length);
  }

  @Test
  void certificatesThatAreTooLargeAreNamed() throws IOException {
    Attempt attempt =
        meet(
            tls -> {
              tls.begin(tls.hello());
              tls.endlessCertificate();
            });
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, attempt);
    assertTrue(fault.evidence().contains("exceeds the maximum allowed size"), fault::evidence);
  }

  private static Attempt chain(List<byte[]> chain, FaultKind kind) throws IOException {
    Attempt attempt = meet(tls -> tls.handshake(tls.hello(), chain, HostileCertificates.key()));
    Probes.assertFault(Phase.TLS, kind, attempt);
    return attempt;
  }
}
