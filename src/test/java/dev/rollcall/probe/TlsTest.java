package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.certificate.TrustRoots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The judgement of certificates, over real handshakes. */
class TlsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final TestAuthority root = TestAuthority.root("Campus root");

  private static Attempt handshake(TestAuthority.Leaf leaf, String host, TlsPolicy policy)
      throws IOException {
    try (Peer peer = Peer.servingTls(leaf.context(), Peer::drain)) {
      Session session =
          Probes.session(Probes.route(host, peer.address(), Transport.TCP), LONG, policy);
      return Probes.attempt(session, each -> each.dialThrough().startTls());
    }
  }

  private static Attempt handshake(TestAuthority.Leaf leaf, TlsPolicy policy) throws IOException {
    return handshake(leaf, Probes.HOST, policy);
  }

  private TlsPolicy internal() {
    return policy(false, Anchor.INTERNAL);
  }

  private TlsPolicy policy(boolean external, Anchor anchor) {
    return new TlsPolicy(CertificatePolicy.VERIFY, external, root.roots(anchor), Instant.now());
  }

  @Test
  void aGoodCertificateIsDescribed() throws IOException {
    TestAuthority.Leaf leaf = root.leaf(Probes.HOST, "10.1.2.3");
    Attempt attempt = handshake(leaf, internal());
    Probes.answered(attempt);
    Observation.Tls tls = Probes.tls(attempt);
    assertEquals("TLSv1.3", tls.protocol());
    assertEquals(Anchor.INTERNAL, tls.anchor());
    assertEquals("CN=Campus root,O=Rollcall tests", tls.anchorName());
    assertEquals(Optional.of(Probes.HOST), tls.serverName());
    assertTrue(tls.nameMatches());
    Observation.Certificate shown = tls.chain().get(0);
    assertEquals(List.of("dns:" + Probes.HOST, "ip:10.1.2.3"), shown.names());
    assertEquals("EC 256", shown.key());
    assertEquals(Certificates.fingerprint(leaf.certificate()), shown.fingerprint());
    assertEquals("", Probes.concerns(attempt));
    assertEquals(
        List.of(Phase.CONNECT, Phase.TLS, Phase.EXCHANGE), List.copyOf(attempt.phases().keySet()));
  }

  @Test
  void anIntermediateIsFollowed() throws IOException {
    TestAuthority below = root.intermediate("Campus issuing");
    Attempt attempt = handshake(below.leaf(Probes.HOST), internal());
    Probes.answered(attempt);
    assertEquals(2, Probes.tls(attempt).chain().size());
  }

  @Test
  void aMissingIntermediateIsNamed() throws IOException {
    TestAuthority.Leaf whole = root.intermediate("Campus issuing").leaf(Probes.HOST);
    TestAuthority.Leaf alone = new TestAuthority.Leaf(whole.chain().subList(0, 1), whole.key());
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, handshake(alone, internal()));
    assertTrue(fault.evidence().contains("sent no certificate of that issuer"), fault::evidence);
    assertEquals(Optional.of(Clue.INCOMPLETE_CHAIN), fault.clue());
  }

  @Test
  void expired() throws IOException {
    Attempt attempt = handshake(root.expired(Probes.HOST), internal());
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.EXPIRED, attempt);
    assertTrue(
        fault.evidence().matches(".* expired on \\d{4}-\\d\\d-\\d\\d [\\d:]{8} UTC.*"),
        fault::evidence);
    assertEquals(Anchor.INTERNAL, Probes.tls(attempt).anchor());
  }

  @Test
  void notYetValid() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.TLS, FaultKind.EXPIRED, handshake(root.notYetValid(Probes.HOST), internal()));
    assertTrue(fault.evidence().contains("clock"), fault::evidence);
  }

  @Test
  void anExpiredAuthorityIsNoForeignOne() throws IOException {
    TestAuthority.Leaf leaf =
        root.intermediate("Old issuing", TestAuthority.Validity.days(90, -1))
            .leaf(TestAuthority.Validity.days(30, 300), Probes.HOST);
    Fault fault =
        Probes.assertFault(
            Phase.TLS, FaultKind.EXPIRED, handshake(leaf, policy(true, Anchor.PUBLIC)));
    assertTrue(fault.evidence().contains("CN=Old issuing"), fault::evidence);
  }

  @Test
  void wrongName() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.TLS, FaultKind.WRONG_NAME, handshake(root.leaf("other.test"), internal()));
    assertEquals("certificate is for dns:other.test, not for " + Probes.HOST, fault.evidence());
  }

  @Test
  void aCertificateForClientsIsNoServers() throws IOException {
    Attempt attempt = handshake(root.clientOnly(Probes.HOST), internal());
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, attempt);
    assertEquals(Optional.of(Clue.CERTIFICATE_USAGE), fault.clue());
    assertEquals(Anchor.INTERNAL, Probes.tls(attempt).anchor());
    assertTrue(fault.evidence().contains("client authentication"), fault::evidence);
  }

  @Test
  void aCommonNameOfAnotherHostIsNoName() throws IOException {
    Fault fault =
        Probes.assertFault(Phase.TLS, FaultKind.WRONG_NAME, handshake(root.leaf(), internal()));
    assertTrue(fault.evidence().contains("subject CN=nameless"), fault::evidence);
  }

  @Test
  void theLastOfManyNamesCounts() throws IOException {
    String[] names =
        Stream.concat(
                IntStream.range(0, 120).mapToObj(i -> "n" + i + ".test"), Stream.of(Probes.HOST))
            .toArray(String[]::new);
    Attempt attempt = handshake(root.leaf(names), internal());
    Probes.answered(attempt);
    assertEquals(50, Probes.tls(attempt).chain().get(0).names().size());
  }

  @Test
  void selfSignedInside() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.TLS,
            FaultKind.UNTRUSTED,
            handshake(TestAuthority.selfSigned(Probes.HOST), internal()));
    assertTrue(fault.evidence().contains("is self-signed"), fault::evidence);
  }

  @Test
  void aPinnedSelfSignedCertificateIsTrusted() throws IOException {
    TestAuthority.Leaf own = TestAuthority.selfSigned(Probes.HOST);
    TrustRoots pinned = TrustRoots.of(Map.of(Anchor.INTERNAL, List.of(own.certificate())));
    Probes.answered(
        handshake(own, new TlsPolicy(CertificatePolicy.VERIFY, false, pinned, Instant.now())));
  }

  @Test
  void aForeignAuthorityOutsideIsAnInterception() throws IOException {
    TestAuthority box = TestAuthority.root("Inspecting box");
    Attempt attempt = handshake(box.leaf(Probes.HOST), policy(true, Anchor.PUBLIC));
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.INTERCEPTED, attempt);
    assertTrue(fault.evidence().contains("CN=Inspecting box"), fault::evidence);
  }

  @Test
  void theSystemsStoreDoesNotHideAnInterception() throws IOException {
    Probes.assertFault(
        Phase.TLS,
        FaultKind.INTERCEPTED,
        handshake(root.leaf(Probes.HOST), policy(true, Anchor.SYSTEM)));
    Probes.answered(handshake(root.leaf(Probes.HOST), policy(false, Anchor.SYSTEM)));
  }

  @Test
  void anInternalRootIsNotGoodOutside() throws IOException {
    Probes.assertFault(
        Phase.TLS,
        FaultKind.INTERCEPTED,
        handshake(root.leaf(Probes.HOST), policy(true, Anchor.INTERNAL)));
  }

  @Test
  void aListedInspectionPassesWithANote() throws IOException {
    Attempt attempt = handshake(root.leaf(Probes.HOST), policy(true, Anchor.INSPECTION));
    List<Observation> notes =
        Probes.answered(attempt).observations().stream()
            .filter(Observation.Note.class::isInstance)
            .filter(note -> !note.equals(Observation.Note.SMALL_PACKETS))
            .toList();
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).toString().contains("CN=Campus root"), notes::toString);
  }

  @Test
  void reportedIsAConcernNotAFault() throws IOException {
    TlsPolicy report =
        new TlsPolicy(CertificatePolicy.REPORT, false, root.roots(Anchor.INTERNAL), Instant.now());
    Map<TestAuthority.Leaf, String> leaves =
        Map.of(
            root.expired(Probes.HOST), "EXPIRED",
            root.leaf("other.test"), "WRONG_NAME",
            TestAuthority.selfSigned(Probes.HOST), "UNTRUSTED");
    for (Map.Entry<TestAuthority.Leaf, String> each : leaves.entrySet()) {
      Attempt attempt = handshake(each.getKey(), report);
      Probes.answered(attempt);
      assertEquals("CERTIFICATE", Probes.concerns(attempt));
      assertTrue(
          attempt.outcome().concerns().get(0).text().startsWith(each.getValue() + ": "),
          () -> attempt.outcome().concerns().toString());
    }
  }

  @Test
  void anEndThatIsNearIsAConcern() throws IOException {
    TestAuthority.Leaf soon = root.leaf(TestAuthority.Validity.days(300, 10), Probes.HOST);
    assertEquals("CERTIFICATE_EXPIRING", Probes.concerns(handshake(soon, internal())));
    TestAuthority.Leaf short90 = root.leaf(TestAuthority.Validity.days(3, 4), Probes.HOST);
    assertEquals("", Probes.concerns(handshake(short90, internal())));
  }

  /** curl ignores the dot; Java and OpenSSL do not. */
  @Test
  void aNameWithADotAtItsEndIsAConcern() throws IOException {
    Attempt attempt = handshake(root.leaf(Probes.HOST + "."), internal());
    Probes.answered(attempt);
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
  }

  @Test
  void anAddressIsAskedForWithoutServerName() throws IOException {
    Attempt attempt = handshake(root.leaf("127.0.0.1"), "127.0.0.1", internal());
    Probes.answered(attempt);
    assertEquals(Optional.empty(), Probes.tls(attempt).serverName());
    Probes.assertFault(
        Phase.TLS,
        FaultKind.WRONG_NAME,
        handshake(root.leaf("127.0.0.2"), "127.0.0.1", internal()));
  }

  @Test
  void anUnderscoreDoesNotCostTheServerName() throws IOException {
    List<String> heard = new ArrayList<>();
    Peer.Service ear =
        socket -> {
          byte[] hello = new byte[4096];
          int count = socket.getInputStream().read(hello);
          heard.add(new String(hello, 0, count, StandardCharsets.ISO_8859_1));
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(ear)) {
      Session session =
          Probes.session(
              Probes.route("file_server.uni.test", peer.address(), Transport.TCP),
              LONG,
              internal());
      Probes.assertFault(
          Phase.TLS, FaultKind.CLOSED, Probes.attempt(session, each -> each.dial().startTls()));
    }
    assertTrue(heard.get(0).contains("file_server.uni.test"));
  }

  @Test
  void alpnIsAgreedOn() throws IOException {
    Peer.Service service =
        socket -> {
          SSLSocket secured =
              (SSLSocket)
                  TestAuthority.peer()
                      .context()
                      .getSocketFactory()
                      .createSocket(socket, null, socket.getPort(), true);
          secured.setUseClientMode(false);
          SSLParameters parameters = secured.getSSLParameters();
          parameters.setApplicationProtocols(new String[] {"tds/8.0"});
          secured.setSSLParameters(parameters);
          Peer.drain(secured);
        };
    try (Peer peer = Peer.serving(service)) {
      Attempt attempt =
          Probes.attempt(Probes.session(peer, LONG), each -> each.dial().startTls("tds/8.0"));
      Probes.answered(attempt);
      assertEquals(Optional.of("tds/8.0"), Probes.tls(attempt).alpn());
    }
  }

  @Test
  void aCloseInOrderInsideTlsIsClosed() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.TLS_CLOSES_AT_ACCEPT)) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.CLOSED,
          Probes.attempt(Probes.session(peer, LONG), each -> each.dial().startTls().read(1)));
    }
  }

  @Test
  void aCloseWithoutCloseNotifyIsClosedToo() throws IOException {
    Peer.Service rude =
        socket -> {
          Peer.startTls(socket, TestAuthority.peer().context());
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(rude)) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.CLOSED,
          Probes.attempt(Probes.session(peer, LONG), each -> each.dial().startTls().read(1)));
    }
  }

  @Test
  void anAlertIsNoPlaintext() throws IOException {
    // The alerts handshake_failure(40) and internal_error(80) come as different exceptions.
    for (int description : new int[] {40, 80}) {
      byte[] alert = {21, 3, 3, 0, 2, 2, (byte) description};
      Peer.Service service =
          socket -> {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(alert);
            Peer.closeInOrder(socket);
          };
      try (Peer peer = Peer.serving(service)) {
        Fault fault =
            Probes.assertFault(
                Phase.TLS,
                FaultKind.TLS_FAILED,
                Probes.attempt(Probes.session(peer, LONG), each -> each.dial().startTls()));
        assertTrue(fault.evidence().contains("alert"), fault::evidence);
      }
    }
  }

  @Test
  void noSessionIsResumed() throws IOException {
    TestAuthority.Leaf leaf = root.leaf(Probes.HOST);
    List<byte[]> sessions = new ArrayList<>();
    try (Peer peer =
        Peer.servingTls(
            leaf.context(),
            socket -> {
              sessions.add(((SSLSocket) socket).getSession().getId());
              socket.getOutputStream().write(1);
              Peer.drain(socket);
            })) {
      Session session =
          Probes.session(
              Probes.route(Probes.HOST, peer.address(), Transport.TCP), LONG, internal());
      Attempt attempt =
          Probes.attempt(
              session,
              each -> {
                each.dial().startTls().read(1);
                each.dial().startTls().read(1);
              });
      Probes.answered(attempt);
      // Both show the same, which is kept once.
      List<Observation> seen = new ArrayList<>(attempt.outcome().observations());
      seen.remove(Observation.Note.SMALL_PACKETS);
      assertEquals(1, seen.size());
    }
    assertEquals(2, sessions.size());
    assertFalse(Arrays.equals(sessions.get(0), sessions.get(1)));
  }

  @Test
  void theChainGivenToTestsIsRight() throws Exception {
    for (X509Certificate each : root.leaf("a.test").chain()) {
      each.verify(root.root().getPublicKey());
    }
  }
}
