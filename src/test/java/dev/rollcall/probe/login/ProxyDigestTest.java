package dev.rollcall.probe.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digest's hashes by RFC 7616's own example, and how challenges are read. */
class ProxyDigestTest {
  private static ProxyChallenge only(String value) {
    List<ProxyChallenge> all = ProxyChallenge.of(List.of(value));
    assertEquals(1, all.size(), all::toString);
    return all.get(0);
  }

  /** RFC 7616 §3.9.1. */
  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void theExampleOfTheRfc(String algorithm, String response) {
    ProxyChallenge challenge =
        only(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
                + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    String header =
        ProxyDigest.authorization(
            challenge,
            Account.of("Mufasa", ""),
            new Secret("Circle of Life".toCharArray()),
            "GET",
            "/dir/index.html",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    assertTrue(header.endsWith("response=\"" + response + '"'), header);
    assertTrue(header.contains("qop=auth, nc=00000001, cnonce="), header);
    assertTrue(header.contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""), header);
    assertTrue(header.contains("algorithm=" + algorithm), header);
  }

  /**
   * What the proxy named is hashed in its own octets (RFC 7616 §3.4.2), user and password are
   * UTF-8; the response is that of Python's hashlib.
   */
  @Test
  void octetsStayAsTheyAre() {
    ProxyChallenge challenge =
        only(
            octets(
                "Digest realm=\"\u00c4rzte \\\"x\\\"\", nonce=\"n\u00c4\", opaque=\"\u00c4\","
                    + " qop=auth"));
    String header =
        ProxyDigest.authorization(
            challenge,
            Account.of("j\u00c4rg", ""),
            new Secret("p\u00c4ss".toCharArray()),
            "CONNECT",
            "a.test:443",
            "c");
    assertEquals(
        octets(
            "Digest username=\"j\u00c4rg\", realm=\"\u00c4rzte \\\"x\\\"\", nonce=\"n\u00c4\","
                + " uri=\"a.test:443\", opaque=\"\u00c4\", qop=auth, nc=00000001, cnonce=\"c\","
                + " response=\"44c800e14254bab0d34c68655a4ec9d6\""),
        header);
  }

  /** One character an octet of its UTF-8. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void severalChallengesInOneValue() {
    List<ProxyChallenge> all =
        ProxyChallenge.of(
            List.of(
                "Negotiate, NTLM, Basic realm=\"a, \\\"b\\\"\", Digest nonce=x, realm = \"y\"",
                "Bearer"));
    assertEquals(
        List.of("negotiate", "ntlm", "basic", "digest", "bearer"),
        all.stream().map(ProxyChallenge::scheme).toList());
    assertEquals("a, \"b\"", all.get(2).parameter("realm"));
    assertEquals("x", all.get(3).parameter("nonce"));
    assertEquals("y", all.get(3).parameter("realm"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Digest nonce=x | true",
        "Digest nonce=x, qop=\"auth\", algorithm=sha-256 | true",
        "Digest nonce=x, qop=\"auth-int\" | false",
        "Digest nonce=x, algorithm=SHA-512-256 | false",
        "Digest realm=x | false",
        "Basic realm=x | false"
      })
  void whatCanBeAnswered(String value, boolean usable) {
    assertEquals(usable, ProxyDigest.usable(only(value)));
  }

  @Test
  void aChallengeCannotAddALine() {
    ProxyChallenge challenge = only("Digest realm=\"a\r\nX: y\", nonce=\"b\n\"");
    String header =
        ProxyDigest.authorization(
            challenge, Account.of("u", ""), new Secret("p".toCharArray()), "GET", "/");
    assertFalse(header.contains("\n") || header.contains("\r"), header);
  }
}
