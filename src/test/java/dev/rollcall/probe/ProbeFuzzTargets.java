package dev.rollcall.probe;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.fuzz.target.Seeds;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.certificate.CertificateJudge;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.certificate.NameMatch;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.fault.Faults;
import dev.rollcall.probe.fault.OsMessage;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.ProxyChallenge;
import dev.rollcall.probe.login.ProxyDigest;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.probe.tls.Alert;
import dev.rollcall.probe.tls.ServerFlight;
import dev.rollcall.probe.tls.TlsRecords;
import dev.rollcall.text.HostNames;
import dev.rollcall.text.PeerText;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What the framework itself reads of peers: certificates, TLS, proxies, lines, and their texts. */
public final class ProbeFuzzTargets {
  private static final Instant NOW = Instant.parse("2026-11-22T18:20:05Z");

  private ProbeFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("probe.certificate", ProbeFuzzTargets::certificate)
            .seed(Seeds.decoded("ec.pem"), Seeds.decoded("ed25519.pem"))
            .seed(Seeds.decoded("rsa-authority.pem"), Seeds.decoded("mask.pem"))
            .mayThrow(CertificateException.class)
            .inputs(6000)
            .covers(Certificates.class, CertificateJudge.class, NameMatch.class),
        FuzzTarget.of("probe.certificate-file", ProbeFuzzTargets::certificateFile)
            .seed(Seeds.file("ec.pem"), Seeds.decoded("ec.pem"))
            .seed(Seeds.text("rsa-authority.pem") + Seeds.text("ed25519.pem"))
            .tokens("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n")
            .inputs(1500)
            .covers(Certificates.class),
        FuzzTarget.of("probe.tls-answer", ProbeFuzzTargets::handshake)
            .seed(Seeds.decoded("server-flight-1.2.b64"), Seeds.decoded("server-flight-1.3.b64"))
            .seed(new byte[] {21, 3, 3, 0, 2, 2, 40})
            .mayThrow(ProbeException.class)
            .inputs(400)
            .upTo(16 << 10)
            .covers(TlsHandshake.class, TlsRecords.class),
        FuzzTarget.of("probe.tls-first-flight", ProbeFuzzTargets::flight)
            .seed(Seeds.decoded("server-flight-1.2.b64"), new byte[] {2, 0, 0, 2, 3, 1})
            .seed(new byte[] {12, 0, 0, 8, 3, 0, 23, 2, 9, 9, 2, 1})
            .covers(ServerFlight.class),
        FuzzTarget.of("probe.proxy-tunnel", ProbeFuzzTargets::tunnel)
            .seed("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n")
            .seed("HTTP/1.0 407 Proxy Authentication Required\r\n\r\n", "HTTP/1.1 504 x\r\n\r\n")
            .seed("HTTP/1.1 103 x\r\n\r\nHTTP/1.1 407 x\r\nProxy-Authenticate: a,\r\n b\r\n\r\n")
            .tokens("HTTP/1.1 ", "200", "\r\n\r\n", "\r\n ", "\r\nProxy-Authenticate: ")
            .mayThrow(ProbeException.class)
            .upTo(20_000)
            .covers(ProxyTunnel.class, Connection.class),
        FuzzTarget.of("probe.proxy-challenge", ProbeFuzzTargets::challenge)
            .seed("Digest realm=\"a, \\\"b\", nonce=\"x==\", qop=\"auth,auth-int\", algorithm=MD5")
            .seed("Negotiate, NTLM abc==, Basic realm=x", "Digest nonce=x")
            .tokens("Basic ", "Digest ", "realm=", "nonce=\"", "qop=", "stale=true", ", ", "\\")
            .inputs(2000)
            .upTo(20_000)
            .covers(ProxyChallenge.class, ProxyDigest.class, ProxyLogin.class),
        FuzzTarget.of("probe.faults", ProbeFuzzTargets::faults)
            .seed("Network is unreachable", "Connection timed out (Read failed)", "a rota")
            .seed("Received fatal alert: unknown_ca", "Unknown alert description (-56)")
            .mayAllocate(32L << 20)
            .covers(Faults.class, OsMessage.class, Alert.class),
        FuzzTarget.of("probe.text", ProbeFuzzTargets::text)
            .seed("SSH-2.0-x\u001b[2J", "\u202eevil", "a\ud83d\ude00b")
            .covers(PeerText.class),
        FuzzTarget.of("probe.name-match", ProbeFuzzTargets::names)
            .seed("*.uni.edu\nwww.uni.edu", "10.1.2.3\n10.1.2.3", "fd00::1\nfd00:0::1")
            .seed("xn--mnchen-3ya.de\nm\u00fcnchen.de.")
            .tokens("*", ".", "*.", ":", "xn--", "%eth0")
            .covers(NameMatch.class, HostNames.class),
        FuzzTarget.of("probe.stand-in-proof", ProbeFuzzTargets::proof)
            .seed("ab".repeat(32), StandInMark.TEXT, "rollcall_STAND-in", "CD".repeat(64))
            .mayThrow(ProbeException.class)
            .covers(StandInMark.class, SharedKey.class, StandInSeen.class),
        FuzzTarget.of("probe.secret-hidden", ProbeFuzzTargets::hidden)
            .seed("no " + Conversations.PASSWORD + " here", "cut Tr0ub4\u2026", base64())
            .tokens(Conversations.PASSWORD, "Tr0ub4", "\u2026", base64())
            // Each input is quoted three times, and each time read in every common encoding.
            .mayAllocate(24 << 20)
            .covers(dev.rollcall.probe.login.Secret.class, Account.class, MailRequest.class));
  }

  private static Object certificate(byte[] input) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate leaf;
    try {
      leaf = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(input));
    } catch (RuntimeException e) {
      // Java's own reader; its handshake and our reader of files expect it.
      throw new CertificateException(e);
    }
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    chain.addAll(TestAuthority.peer().chain());
    StringBuilder out = new StringBuilder();
    for (boolean external : new boolean[] {false, true}) {
      TlsPolicy policy =
          new TlsPolicy(
              CertificatePolicy.VERIFY,
              external,
              TestAuthority.shared().roots(Anchor.SITE_PUBLIC),
              NOW);
      CertificateJudge judge = new CertificateJudge(policy, Conversations.HOST, Quotes.OPEN);
      CertificateJudge.Trust trust = judge.trust(chain);
      Observation.Tls tls =
          new Observation.Tls(
              "TLSv1.3",
              "x",
              Optional.empty(),
              Optional.empty(),
              chain.stream().map(Certificates::describe).toList(),
              trust.anchor(),
              trust.root(),
              CertificateJudge.cover(leaf, Conversations.HOST) != NameMatch.Cover.NONE);
      out.append(judge.fault(tls, trust))
          .append(judge.concerns(tls, CertificateJudge.cover(leaf, Conversations.HOST)))
          .append(judge.refusedElsewhere(trust));
    }
    return out;
  }

  private static Object certificateFile(byte[] input) throws IOException {
    return Certificates.read(Scratch.file("certificate.pem", input)).size();
  }

  private static Object handshake(byte[] input) throws IOException, ProbeException {
    return Conversations.hearing(input).dial().startTls() != null;
  }

  private static Object flight(byte[] input) {
    ServerFlight flight = new ServerFlight();
    int half = input.length / 2;
    flight.handshake(input, 0, half);
    flight.handshake(input, half, input.length - half);
    if (input.length > 1) {
      flight.alert(input[0], input[1] & 0xff);
    }
    return flight.oldVersion()
        + " "
        + flight.signsWithSha1("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        + flight.signsWithSha1("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")
        + flight.largest()
        + flight.certificateRequested()
        + flight.warning()
        + flight.fatal();
  }

  private static Object tunnel(byte[] input) throws IOException, ProbeException {
    Session session = Conversations.hearing(input);
    ProxyTunnel.open(session, session.dial(), session.target());
    return "open";
  }

  private static Object challenge(byte[] input) {
    StringBuilder out = new StringBuilder();
    String value = new String(input, StandardCharsets.ISO_8859_1);
    for (ProxyChallenge challenge : ProxyChallenge.of(List.of(value))) {
      out.append(challenge.scheme().length());
      if (ProxyDigest.usable(challenge)) {
        Secret secret = new Secret("correct horse".toCharArray());
        Account account = Account.of("svc", "proxy.test");
        String header =
            ProxyDigest.authorization(challenge, account, secret, "CONNECT", "a.test:443");
        if (header.chars().anyMatch(sign -> sign < ' ')) {
          throw new IllegalStateException("a header with a line break");
        }
      }
    }
    return out;
  }

  private static Object faults(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    List<Throwable> thrown =
        List.of(
            new IOException(text),
            new SocketException(text),
            new BindException(text),
            new ConnectException(text),
            new EOFException(text),
            new SocketTimeoutException(text),
            new SSLException(text, new SocketException(text)),
            new SSLHandshakeException(text));
    StringBuilder out = new StringBuilder().append(Alert.received(thrown.get(0)));
    for (Phase phase : Phase.values()) {
      for (Throwable each : thrown) {
        out.append(
            Faults.classify(
                    phase,
                    each,
                    Conversations.session(Transport.TCP).route().dialled(),
                    Quotes.OPEN)
                .kind());
      }
    }
    return out;
  }

  private static Object text(byte[] input) {
    String safe = PeerText.safe(new String(input, StandardCharsets.UTF_8));
    boolean acts =
        safe.codePoints()
            .anyMatch(
                point ->
                    Character.isISOControl(point)
                        || Character.getType(point) == Character.FORMAT
                        || Character.getType(point) == Character.SURROGATE);
    if (acts || safe.length() > 6 * PeerText.LIMIT + 1) {
      throw new AssertionError("not safe: " + safe);
    }
    return safe + PeerText.dump(input).length();
  }

  private static Object names(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    String host = lines.length > 1 ? lines[1] : "";
    return NameMatch.covers(List.of("dns:" + lines[0], "ip:" + lines[0]), host)
        + " "
        + TlsHandshake.sni(host).isPresent();
  }

  private static Object proof(byte[] input) throws ProbeException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Session session = Conversations.session(Transport.TCP);
    if (StandInMark.in(text)) {
      session.standIn().seen(text);
    }
    session.standIn().challenge();
    SharedKey.bytes(text).ifPresent(session.standIn()::proof);
    session.standIn().plainProof(Arrays.copyOf(input, Math.min(input.length, 64)));
    session.standIn().judge(session);
    return session.findings().concerns();
  }

  private static Object hidden(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Grant grant =
        new Grant(
            "made.up",
            Conversations.ACCOUNT,
            Conversations.secret(),
            Set.of(Conversations.HOST),
            Optional.empty());
    Quotes quotes = Quotes.of(Optional.of(grant), List.of());
    String hidden = quotes.text(text) + quotes.name(text) + quotes.bytes(input);
    if (hidden.contains(Conversations.PASSWORD)) {
      throw new AssertionError("not hidden: " + hidden);
    }
    return Account.of(text, "uni.edu").key() + MailRequest.isAddress(text) + hidden;
  }

  private static String base64() {
    return Base64.getEncoder()
        .encodeToString(Conversations.PASSWORD.getBytes(StandardCharsets.UTF_8));
  }
}
