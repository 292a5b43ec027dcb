package dev.rollcall.standin.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.certificate.Certificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInCertificateTest {
  private static final List<String> HOSTS = List.of("one.uni.test", "two.uni.test", "192.0.2.7");

  @TempDir private Path folder;

  @Test
  void aSelfMadeCertificateSaysWhatItIs() {
    X509Certificate certificate = StandInCertificate.selfMade(HOSTS).certificate();
    assertEquals(
        "CN=one.uni.test,O=" + StandInMark.TEXT, certificate.getSubjectX500Principal().getName());
    assertTrue(StandInMark.in(Certificates.describe(certificate).subject()));
    assertEquals(
        List.of("dns:one.uni.test", "dns:two.uni.test", "ip:192.0.2.7"),
        Certificates.describe(certificate).names());
    assertEquals("EC 256", Certificates.describe(certificate).key());
    Instant now = Instant.now();
    assertTrue(certificate.getNotBefore().toInstant().isBefore(now));
    assertTrue(certificate.getNotAfter().toInstant().isBefore(now.plus(Duration.ofDays(90))));
    assertTrue(certificate.getNotAfter().toInstant().isAfter(now.plus(Duration.ofDays(89))));
  }

  @Test
  void aNameMayBeLongOrStrangeOrMissing() {
    String longest = "a".repeat(60) + "." + "b".repeat(60) + ".test";
    assertEquals(
        List.of("dns:" + longest),
        Certificates.describe(StandInCertificate.selfMade(List.of(longest)).certificate()).names());
    assertTrue(
        StandInMark.in(
            Certificates.describe(StandInCertificate.selfMade(List.of("a\",O=x\\")).certificate())
                .subject()));
    assertEquals(
        "O=" + StandInMark.TEXT,
        StandInCertificate.selfMade(List.of()).certificate().getSubjectX500Principal().getName());
  }

  @Test
  void aClientThatTrustsItAcceptsItForEachOfItsNames() throws Exception {
    StandInCertificate identity = StandInCertificate.selfMade(HOSTS);
    for (String host : HOSTS) {
      assertEquals(
          List.of(identity.certificate()), handshake(identity, identity.certificate(), host));
    }
    assertThrows(
        SSLException.class, () -> handshake(identity, identity.certificate(), "three.uni.test"));
  }

  @Test
  void anAuthorityIssuesWhatIsAskedFor() throws Exception {
    Authority authority = Authority.named("Demonstration root");
    StandInCertificate good = authority.issue(HOSTS);
    assertEquals(good.certificate(), handshake(good, authority.root(), HOSTS.get(0)).get(0));
    assertFalse(StandInMark.in(Certificates.describe(good.certificate()).subject()));
    Instant now = Instant.now();
    StandInCertificate ended =
        authority.issue(HOSTS, now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
    assertThrows(SSLException.class, () -> handshake(ended, authority.root(), HOSTS.get(0)));
    assertThrows(
        SSLException.class, () -> handshake(good, Authority.named("Another").root(), HOSTS.get(0)));
  }

  /**
   * Shakes hands as a Java client does that trusts one certificate, and checks the name; returns
   * the chain that the server sends.
   */
  private static List<Certificate> handshake(
      StandInCertificate identity, X509Certificate trusted, String host)
      throws IOException, GeneralSecurityException {
    try (Peer peer =
            Peer.servingTls(identity.context(), socket -> socket.getOutputStream().write(1));
        Socket plain = new Socket(peer.address().getAddress(), peer.address().getPort());
        SSLSocket socket =
            (SSLSocket) trusting(trusted).getSocketFactory().createSocket(plain, host, 443, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals(1, socket.getInputStream().read());
      return List.of(socket.getSession().getPeerCertificates());
    }
  }

  private static SSLContext trusting(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("trusted", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String pem(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void aGivenCertificateIsShown() throws Exception {
    TestAuthority.Leaf leaf =
        TestAuthority.root("A root").intermediate("Between").leaf("given.uni.test");
    Path chain = file("chain.pem", TestAuthority.pem(leaf.chain()));
    Path key = file("key.pem", "a remark\n" + pem(leaf.key()));
    StandInCertificate identity = StandInCertificate.read(chain, key);
    assertEquals(Certificates.fingerprint(leaf.certificate()), identity.fingerprint());
    assertEquals(leaf.chain(), handshake(identity, leaf.certificate(), "given.uni.test"));
  }

  @Test
  void whatCannotBeUsedIsSaidWithTheRemedy() throws Exception {
    TestAuthority.Leaf leaf = TestAuthority.selfSigned("given.uni.test");
    Path chain = file("chain.pem", TestAuthority.pem(leaf.chain()));
    Path locked = file("locked.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
    assertSays(
        "the key in "
            + locked
            + " is encrypted; try: openssl pkcs8 -topk8 -nocrypt -in "
            + locked
            + " -out plain-key.pem",
        chain,
        locked);
    Path old = file("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n");
    assertTrue(thrown(chain, old).startsWith("the key in " + old + " is encrypted; try: openssl"));
    Path form = file("form.pem", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n");
    assertTrue(thrown(chain, form).contains("is not in the form PKCS #8; try: openssl"));
    Path none = file("none.pem", "nothing");
    assertSays(none + " holds no private key: give a PEM file", chain, none);
    Path missing = folder.resolve("missing.pem");
    assertSays(
        missing + " was not read: there is no such file: correct its name, or create it",
        chain,
        missing);
    Path other = file("other.pem", pem(TestAuthority.selfSigned("x").key()));
    assertSays(
        "the key in "
            + other
            + " is not the key of the first certificate in "
            + chain
            + ": the server's own certificate comes first",
        chain,
        other);
    Path damaged =
        file("damaged.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertSays(
        "the key in " + damaged + " is not an EC, RSA or EdDSA key, or is damaged", chain, damaged);
    for (String broken : List.of("AAAAA", "AB=C", "A")) {
      Path text =
          file(
              "broken.pem",
              "-----BEGIN PRIVATE KEY-----\n" + broken + "-----END PRIVATE KEY-----\n");
      assertSays(
          "the key in " + text + " is not an EC, RSA or EdDSA key, or is damaged", chain, text);
    }
  }

  private static void assertSays(String message, Path chain, Path key) {
    assertEquals(message, thrown(chain, key));
  }

  private static String thrown(Path chain, Path key) {
    return assertThrows(IOException.class, () -> StandInCertificate.read(chain, key)).getMessage();
  }
}
