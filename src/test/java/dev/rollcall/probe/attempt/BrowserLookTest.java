package dev.rollcall.probe.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.TestAuthority.Leaf;
import dev.rollcall.probe.certificate.TlsPolicy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenSSL, curl and Java accept, and browsers do not. */
class BrowserLookTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final TestAuthority CA = TestAuthority.shared();

  private static SSLContext context(Leaf... leaves) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < leaves.length; i++) {
        store.setKeyEntry(
            "leaf" + i,
            leaves[i].key(),
            TestAuthority.PASSWORD,
            leaves[i].chain().toArray(Certificate[]::new));
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, TestAuthority.PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> concerns(Peer.Service service, boolean browsers, String... alpn)
      throws IOException {
    try (Peer peer = Peer.serving(service)) {
      TlsPolicy policy =
          new TlsPolicy(
              CertificatePolicy.VERIFY, false, CA.roots(Anchor.INTERNAL), Instant.now(), browsers);
      Attempt attempt =
          Probes.attempt(
              Probes.session(Probes.route(peer.address(), Transport.TCP), TIMEOUT, policy),
              session -> session.dial().startTls(alpn).read(1));
      return Probes.answered(attempt).concerns().stream().map(Concern::text).toList();
    }
  }

  /** TLS with these suites, or with Java's; one byte after the handshake. */
  private static Peer.Service serving(SSLContext context, String... suites) {
    return socket -> {
      SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
      secured.setUseClientMode(false);
      if (suites.length > 0) {
        secured.setEnabledProtocols(new String[] {"TLSv1.2"});
        secured.setEnabledCipherSuites(suites);
      }
      secured.getOutputStream().write(1);
      Peer.closeInOrder(secured);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Ed25519, 0, Ed25519, browsers",
    "Ed448, 0, Ed448, browsers",
    "RSASSA-PSS, 2048, RSASSA-PSS 2048, browsers",
    "EC, 521, EC 521, Chrome and Edge",
  })
  void aKeyThatBrowsersDoNotAccept(String algorithm, int bits, String key, String who)
      throws IOException {
    SSLContext context = context(CA.leafWith(algorithm, bits, Probes.HOST));
    // Seen: in TLS 1.3, Java's own server does not refuse it.
    Peer.Service service =
        algorithm.equals("EC")
            ? serving(context, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
            : serving(context);
    List<String> concerns = concerns(service, true, "http/1.1");
    assertEquals(1, concerns.size(), concerns::toString);
    assertTrue(
        concerns
            .get(0)
            .startsWith("the certificate's key is " + key + ", which " + who + " do not accept"),
        concerns::toString);
    assertEquals(List.of(), concerns(service, false, "http/1.1"), "no browser is the client");
    assertEquals(List.of(), concerns(service, true), "not the web");
  }

  @Test
  void aServerThatHasAnotherCertificateForBrowsers() throws IOException {
    SSLContext both = context(CA.leafWith("Ed25519", 0, Probes.HOST), CA.rsaLeaf(Probes.HOST));
    assertEquals(List.of(), concerns(serving(both), true, "http/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aKeyThatEveryBrowserAccepts(String algorithm) throws IOException {
    SSLContext usual =
        context(CA.leafWith(algorithm, algorithm.equals("EC") ? 384 : 2048, Probes.HOST));
    assertEquals(List.of(), concerns(serving(usual), true, "http/1.1"));
  }

  @ParameterizedTest
  @CsvSource({"CN=CA, Ed25519, true", "CN=CA, EC 256, false", "CN=Other CA, Ed25519, false"})
  void aSignatureThatBrowsersDoNotAccept(String name, String key, boolean strange) {
    Observation.Tls tls =
        new Observation.Tls(
            "TLSv1.3",
            "TLS_AES_128_GCM_SHA256",
            Optional.empty(),
            Optional.empty(),
            List.of(certificate("CN=web", "CN=CA", "RSA 2048"), certificate(name, "CN=Root", key)),
            Anchor.INTERNAL,
            "CN=Root",
            true);
    assertEquals(strange, BrowserLook.signer(tls).isPresent());
  }

  private static Observation.Certificate certificate(String subject, String issuer, String key) {
    return new Observation.Certificate(
        subject, issuer, List.of(), Instant.EPOCH, Instant.EPOCH, "00", key);
  }

  @Test
  void aKeyExchangeThatBrowsersDoNotOffer() throws IOException {
    SSLContext rsa = context(CA.rsaLeaf(Probes.HOST));
    String dhe = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
    List<String> concerns = concerns(serving(rsa, dhe), true, "http/1.1");
    assertEquals(1, concerns.size(), concerns::toString);
    assertTrue(
        concerns.get(0).startsWith("the key exchange is DHE, which browsers do not offer"),
        concerns::toString);
    assertEquals(
        List.of(),
        concerns(serving(rsa, dhe, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"), true, "http/1.1"),
        "the server prefers it, and takes another");
  }
}
