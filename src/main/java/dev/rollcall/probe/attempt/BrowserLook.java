package dev.rollcall.probe.attempt;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.attempt.TlsQuestion.Answer;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLParameters;

/**
 * Looks whether browsers reach a server whose users have browsers, where it chose what browsers do
 * not support: Chromium and Firefox offer neither the signatures ed25519, ed448 and rsa_pss_pss
 * (RFC 8446 §4.2.3) nor, in TLS 1.2, DHE (RFC 5246 §7.4.3); Chromium not P-521 either.
 *
 * <p>The server may have another certificate for them (nginx and HAProxy take several), so that a
 * second handshake decides, which offers what they offer. It leads to no request.
 */
final class BrowserLook {
  private static final String HTTP = "http/1.1";

  /** By Java's names. */
  private static final Set<String> NOT_OFFERED =
      Set.of(
          "ed25519",
          "ed448",
          "rsa_pss_pss_sha256",
          "rsa_pss_pss_sha384",
          "rsa_pss_pss_sha512",
          "ecdsa_secp521r1_sha512",
          "secp521r1");

  private BrowserLook() {}

  /** Adds a concern if browsers fail. */
  static void look(Session session) {
    boolean web = session.trace().filter(trace -> trace.alpn().contains(HTTP)).isPresent();
    if (!session.tls().browsers() || !web) {
      return;
    }
    try {
      Observation.Tls.in(session.findings().observations()).stream()
          .findFirst()
          .flatMap(tls -> why(tls, session))
          .ifPresent(why -> session.concern(Concern.Kind.SERVER_CONFIGURATION, why));
    } catch (RuntimeException e) {
      // Beside the answer, which stays.
    }
  }

  private static Optional<String> why(Observation.Tls tls, Session session) {
    return strange(tls)
        .filter(why -> refuses(session))
        .map(why -> why + ", and a handshake that offers only what they do is refused")
        .or(() -> signer(tls));
  }

  /** A signature of the chain, unlike one of the handshake, is not agreed on. */
  static Optional<String> signer(Observation.Tls tls) {
    return tls.chain().stream()
        .skip(1)
        .filter(each -> each.key().startsWith("Ed"))
        .filter(each -> tls.leaf().filter(leaf -> leaf.issuer().equals(each.subject())).isPresent())
        .findFirst()
        .map(
            each ->
                "the certificate is signed with an "
                    + each.key()
                    + " key, which browsers do not accept");
  }

  private static boolean refuses(Session session) {
    return session
        .budget()
        .beyondDeadline(
            session.deadline().whole(),
            () ->
                TlsQuestion.ask(
                        session, TlsHandshake.sni(session.target().host()), BrowserLook::narrow)
                    == Answer.ALERT);
  }

  private static Optional<String> strange(Observation.Tls tls) {
    String key = tls.leaf().map(Observation.Certificate::key).orElse("");
    if (key.startsWith("Ed") || key.startsWith("RSASSA-PSS")) {
      return Optional.of("the certificate's key is " + key + ", which browsers do not accept");
    }
    if (key.equals("EC 521")) {
      return Optional.of(
          "the certificate's key is " + key + ", which Chrome and Edge do not accept");
    }
    return tls.cipher().startsWith("TLS_DHE_")
        ? Optional.of("the key exchange is DHE, which browsers do not offer")
        : Optional.empty();
  }

  private static void narrow(SSLParameters parameters) {
    parameters.setAlgorithmConstraints(new Offered());
    parameters.setCipherSuites(
        Arrays.stream(parameters.getCipherSuites())
            .filter(suite -> !suite.startsWith("TLS_DHE_"))
            .toArray(String[]::new));
  }

  /** Leaves the rest to Java's own settings, which apply as well. */
  private static final class Offered implements AlgorithmConstraints {
    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
      return !NOT_OFFERED.contains(algorithm);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        AlgorithmParameters parameters) {
      return permits(primitives, algorithm, parameters);
    }
  }
}
