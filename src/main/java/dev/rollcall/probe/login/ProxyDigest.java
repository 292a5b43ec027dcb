package dev.rollcall.probe.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * HTTP's Digest (RFC 7616) with qop auth, or as RFC 2069 had it without; MD5 or SHA-256. What the
 * proxy named is hashed and sent back in the proxy's own octets; only the user and the password are
 * UTF-8.
 */
public final class ProxyDigest {
  private static final List<String> ALGORITHMS = List.of("sha-256", "md5");
  private static final SecureRandom RANDOM = new SecureRandom();

  private ProxyDigest() {}

  /** How good the algorithm is, 0 the best; the number of algorithms for one that is not known. */
  public static int rank(ProxyChallenge challenge) {
    int rank = ALGORITHMS.indexOf(algorithm(challenge));
    boolean usable = !challenge.parameter("nonce").isEmpty() && qop(challenge) != Qop.OTHER;
    return rank < 0 || !usable ? ALGORITHMS.size() : rank;
  }

  public static boolean usable(ProxyChallenge challenge) {
    return challenge.scheme().equals("digest") && rank(challenge) < ALGORITHMS.size();
  }

  /** The value of Proxy-Authorization for one request, one character an octet (ISO 8859-1). */
  public static String authorization(
      ProxyChallenge challenge, Account account, Secret secret, String method, String uri) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return authorization(challenge, account, secret, method, uri, HexFormat.of().formatHex(random));
  }

  public static String authorization(
      ProxyChallenge challenge,
      Account account,
      Secret secret,
      String method,
      String uri,
      String clientNonce) {
    String user = octets(account.given());
    String realm = challenge.parameter("realm");
    String nonce = challenge.parameter("nonce");
    String algorithm = algorithm(challenge);
    byte[] password = secret.utf8();
    byte[] joined = joined(user + ":" + realm + ":", password);
    String first = hash(algorithm, joined);
    Arrays.fill(password, (byte) 0);
    Arrays.fill(joined, (byte) 0);
    String second = hash(algorithm, (method + ":" + uri).getBytes(StandardCharsets.ISO_8859_1));
    boolean auth = qop(challenge) == Qop.AUTH;
    String middle = auth ? nonce + ":00000001:" + clientNonce + ":auth" : nonce;
    String response =
        hash(
            algorithm, (first + ":" + middle + ":" + second).getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder value = new StringBuilder("Digest username=").append(quoted(user));
    value.append(", realm=").append(quoted(realm)).append(", nonce=").append(quoted(nonce));
    value.append(", uri=").append(quoted(uri));
    if (challenge.parameters().containsKey("algorithm")) {
      value.append(", algorithm=").append(algorithm.toUpperCase(Locale.ROOT));
    }
    if (challenge.parameters().containsKey("opaque")) {
      value.append(", opaque=").append(quoted(challenge.parameter("opaque")));
    }
    if (auth) {
      value.append(", qop=auth, nc=00000001, cnonce=").append(quoted(clientNonce));
    }
    return value.append(", response=").append(quoted(response)).toString();
  }

  private enum Qop {
    NONE,
    AUTH,
    OTHER
  }

  private static Qop qop(ProxyChallenge challenge) {
    String offered = challenge.parameter("qop").toLowerCase(Locale.ROOT);
    if (offered.isBlank()) {
      return Qop.NONE;
    }
    return List.of(offered.split("[\\s,]+")).contains("auth") ? Qop.AUTH : Qop.OTHER;
  }

  private static String algorithm(ProxyChallenge challenge) {
    String named = challenge.parameter("algorithm").toLowerCase(Locale.ROOT);
    return named.isEmpty() ? "md5" : named;
  }

  /** The UTF-8 of a text, one character an octet, as the proxy's own values are. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(String begin, byte[] end) {
    byte[] before = begin.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(before, before.length + end.length);
    System.arraycopy(end, 0, all, before.length, end.length);
    return all;
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  /** In quotes; what the proxy sent may hold no sign that ends a header line. */
  private static String quoted(String text) {
    String safe = text.replaceAll("[\\x00-\\x1f\\x7f]", "");
    return '"' + safe.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
