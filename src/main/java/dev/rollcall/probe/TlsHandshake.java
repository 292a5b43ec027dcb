package dev.rollcall.probe;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.budget.LimitException;
import dev.rollcall.probe.certificate.CertificateJudge;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.certificate.NameMatch;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.probe.tls.ClientKeys;
import dev.rollcall.probe.tls.JavaTls;
import dev.rollcall.probe.tls.TlsRecords;
import dev.rollcall.probe.tls.TlsTrace;
import dev.rollcall.text.HostNames;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A TLS handshake that looks before it judges: every certificate is let through the handshake, then
 * observed and judged by the session's policy, so that a bad one is described and not merely
 * refused. Nothing is shared between handshakes, so that no session is resumed and no certificate
 * goes unseen.
 */
public final class TlsHandshake {
  static {
    JavaTls.prepare();
  }

  private TlsHandshake() {}

  static Socket over(Socket socket, Session session, String host, String... alpn)
      throws IOException, ProbeException {
    boolean direct = session.dialler().last().map(last -> last.received() == 0).orElse(true);
    TlsTrace trace = new TlsTrace(socket, direct, alpn);
    session.trace(trace);
    SSLSocket secured = handshake(trace, host, sni(host));
    trace.complete();
    TlsNotes.tell(trace, secured.getSession(), session);
    judge(secured, session, host);
    return secured;
  }

  private static SSLSocket handshake(TlsTrace trace, String host, Optional<SNIServerName> sni)
      throws IOException {
    return handshake(trace, host, sni, parameters -> {});
  }

  /**
   * The handshake alone.
   *
   * @param change of what is offered
   */
  public static SSLSocket handshake(
      TlsTrace trace, String host, Optional<SNIServerName> sni, Consumer<SSLParameters> change)
      throws IOException {
    TlsRecords records = trace.records();
    SSLSocket secured =
        (SSLSocket)
            context(trace.keys())
                .getSocketFactory()
                .createSocket(records, host, records.getPort(), true);
    trace.keep(secured);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setServerNames(sni.isPresent() ? List.of(sni.get()) : List.of());
    parameters.setApplicationProtocols(trace.alpn().toArray(new String[0]));
    change.accept(parameters);
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** The SNI for a host: literal addresses have none (RFC 6066 §3). */
  public static Optional<SNIServerName> sni(String host) {
    if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    return HostNames.inAscii(HostNames.withoutDot(host)).map(HostName::new);
  }

  private static void judge(SSLSocket secured, Session session, String host)
      throws IOException, ProbeException {
    SSLSession established = secured.getSession();
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : established.getPeerCertificates()) {
      if (certificate instanceof X509Certificate x509) {
        chain.add(x509);
      }
    }
    Quotes quotes = session.quotes().knowing(host, "dns:" + host, "ip:" + host, StandInMark.TEXT);
    CertificateJudge judge = new CertificateJudge(session.tls(), host, quotes);
    CertificateJudge.Trust trust = judge.trust(chain);
    Quotes shown = quotes.knowing(trust.root());
    NameMatch.Cover cover = CertificateJudge.cover(chain.get(0), host);
    String alpn = secured.getApplicationProtocol();
    Observation.Tls tls =
        new Observation.Tls(
            established.getProtocol(),
            established.getCipherSuite(),
            alpn == null || alpn.isEmpty() ? Optional.empty() : Optional.of(PeerText.safe(alpn)),
            sni(host).map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII)),
            chain.stream().map(each -> Certificates.describe(each, shown)).toList(),
            trust.anchor(),
            trust.root(),
            cover != NameMatch.Cover.NONE);
    session.observe(tls);
    if (tls.inspected()) {
      session.observe(
          new Observation.Note(
              "TLS is inspected on the way: the chain ends in "
                  + trust.root()
                  + ", which the site file lists under trust.inspection"));
    }
    Optional<Fault> fault = judge.fault(tls, trust);
    if (StandInMark.in(tls.chain().get(0).subject())) {
      // It does not claim to be the server: whom to trust, and how it is named, is no question.
      session.standIn().seen("the certificate");
    } else if (fault.isEmpty()) {
      judge.concerns(tls, cover).forEach(c -> session.concern(c.kind(), c.text()));
      judge.refusedElsewhere(trust).forEach(why -> session.observe(new Observation.Note(why)));
    } else if (session.tls().certificate() == CertificatePolicy.VERIFY) {
      throw new ProbeException(fault.get());
    } else {
      session.concern(Concern.Kind.CERTIFICATE, fault.get().kind() + ": " + fault.get().evidence());
    }
  }

  /** RFC 6066 §3's host_name; Java's own class refuses the underscore, which real names have. */
  private static final class HostName extends SNIServerName {
    HostName(String ascii) {
      super(StandardConstants.SNI_HOST_NAME, ascii.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Loads the classes that a handshake needs. Sends nothing. */
  public static void preload() {
    try {
      SSLEngine engine = engine();
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (SSLException unusable) {
      // The first attempt will report it.
    }
  }

  /** A client's engine that has not begun. */
  static SSLEngine engine() {
    SSLEngine engine = context(new ClientKeys()).createSSLEngine();
    engine.setUseClientMode(true);
    return engine;
  }

  private static SSLContext context(ClientKeys keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {new Onlooker()}, null);
      // A server may send tickets without end; none is ever used.
      context.getClientSessionContext().setSessionCacheSize(1);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /**
   * Lets every chain through: {@link CertificateJudge} decides afterwards. But not again and again:
   * a server of TLS 1.2 can demand one handshake after the other on the same connection.
   */
  private static final class Onlooker extends X509ExtendedTrustManager {
    private static final int MOST = 4;

    private final AtomicInteger handshakes = new AtomicInteger();

    private void count() throws CertificateException {
      if (handshakes.incrementAndGet() > MOST) {
        throw new CertificateException(
            new LimitException("more than " + MOST + " TLS handshakes on one connection"));
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      count();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      count();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      count();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
