package dev.rollcall.probe;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Observation;
import dev.rollcall.probe.tls.JavaTls;
import dev.rollcall.probe.tls.TlsTrace;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake that succeeded shows of the server all the same: what other Java clients refuse,
 * and curl does not, is a note.
 */
final class TlsNotes {
  private TlsNotes() {}

  static void tell(TlsTrace trace, SSLSession established, Session session)
      throws SSLPeerUnverifiedException {
    trace
        .flight()
        .warning()
        .ifPresent(
            alert ->
                note(
                    session,
                    "the server warns that it "
                        + alert.meaning()
                        + " (TLS warning, "
                        + alert
                        + "), and goes on; other Java clients end the handshake there"));
    if (trace.certificateRequested()) {
      note(session, "the server asks for a client certificate, and Rollcall has none");
    }
    Certificate[] chain = established.getPeerCertificates();
    int longest =
        Math.max(length(chain), Math.max(trace.flight().largest(), trace.keys().authorities()));
    if (longest > JavaTls.USUAL_MESSAGE) {
      note(
          session,
          "a message of the TLS handshake has more than "
              + JavaTls.USUAL_MESSAGE
              + " bytes ("
              + longest
              + "), which other Java clients refuse (jdk.tls.maxHandshakeMessageSize)");
    }
    if (chain.length > JavaTls.USUAL_CHAIN) {
      note(
          session,
          "the server sends "
              + chain.length
              + " certificates; other Java clients refuse more than "
              + JavaTls.USUAL_CHAIN
              + " (jdk.tls.client.maxInboundCertificateChainLength)");
    }
    String suite = established.getCipherSuite();
    if (suite.startsWith("TLS_RSA_")) {
      note(
          session,
          "the server chose "
              + suite
              + ", without forward secrecy; if it has nothing else, Java 24 and later refuse it");
    }
    if (trace.flight().signsWithSha1(suite)) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the server signs its TLS handshake with SHA-1, although SHA-256 was offered; OpenSSL 3"
              + " and Java 25 refuse that");
    }
  }

  /** About the length of the message that the chain came in (RFC 8446 §4.4.2), in bytes. */
  private static int length(Certificate[] chain) {
    int length = 0;
    for (Certificate each : chain) {
      try {
        length += each.getEncoded().length + 3;
      } catch (CertificateEncodingException unreadable) {
        // It is described without its length.
      }
    }
    return length;
  }

  private static void note(Session session, String text) {
    session.observe(new Observation.Note(text));
  }
}
