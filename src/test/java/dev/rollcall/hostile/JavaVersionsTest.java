package dev.rollcall.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The verdict on a TLS server is the same on every Java: this one, and those beside it. */
@Timeout(120)
class JavaVersionsTest {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final int OLDEST = 17;

  private static final List<String> EXPECTED =
      List.of(
          "WARNS_AND_HAS_RSA_ONLY: answered; note: the server warns that it does not know this"
              + " server name (SNI) (TLS warning, alert 112, unrecognized_name), and goes on; other"
              + " Java clients end the handshake there; note: the server chose"
              + " TLS_RSA_WITH_AES_128_GCM_SHA256, without forward secrecy; if it has nothing else,"
              + " Java 24 and later refuse it; note: only small packets were proven",
          "SIGNS_WITH_SHA1: answered; note: only small packets were proven; SERVER_CONFIGURATION:"
              + " the server signs its TLS handshake with SHA-1, although SHA-256 was offered;"
              + " OpenSSL 3 and Java 25 refuse that",
          "NAMES_MANY_AUTHORITIES: answered; note: the server asks for a client certificate, and"
              + " Rollcall has none; note: a message of the TLS handshake has more than 32768 bytes"
              + " (LENGTH), which other Java clients refuse (jdk.tls.maxHandshakeMessageSize)",
          "SENDS_TWELVE_CERTIFICATES: answered; note: the server sends 12 certificates; other Java"
              + " clients refuse more than 10 (jdk.tls.client.maxInboundCertificateChainLength)",
          "DEMANDS_A_CERTIFICATE: TLS TLS_FAILED the server demands a client certificate: it asked"
              + " for one, and ended the handshake as none came (alert 116, certificate_required)",
          "KNOWS_NO_SUCH_NAME: TLS TLS_FAILED the server does not know this server name (SNI)"
              + " (alert 112, unrecognized_name)",
          "SENDS_AN_ALERT_OF_NO_STANDARD: TLS TLS_FAILED the server sends an alert that no standard"
              + " names (alert 200, unknown)",
          "HAS_OLD_VERSIONS_ONLY: TLS TLS_FAILED the server has neither TLS 1.2 nor TLS 1.3 (alert"
              + " 70, protocol_version)");

  private static Set<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Set<Path> homes = new TreeSet<>(Set.of(own));
    try (Stream<Path> beside = Files.list(own.getParent())) {
      for (Path each : beside.toList()) {
        if (version(each) >= OLDEST) {
          homes.add(each.toRealPath());
        }
      }
    }
    return homes;
  }

  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return 0;
    }
    Matcher version = VERSION.matcher(Files.readString(release));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }

  private static List<String> run(Path home) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                home.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TlsServers.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, java.waitFor(), said);
      return said.replaceFirst("\\(\\d{5}\\)", "(LENGTH)").lines().toList();
    } finally {
      java.destroyForcibly();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyJavaSaysTheSame() throws IOException {
    return homes().stream()
        .map(home -> DynamicTest.dynamicTest(home.toString(), () -> assertExpected(run(home))));
  }

  private static void assertExpected(List<String> said) {
    assertEquals(String.join("\n", EXPECTED), String.join("\n", said));
  }

  @Test
  void theJavaThatRunsIsAmongThem() throws IOException {
    assertTrue(homes().contains(Path.of(System.getProperty("java.home")).toRealPath()));
  }
}
