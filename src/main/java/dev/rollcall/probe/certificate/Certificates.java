package dev.rollcall.probe.certificate;

import dev.rollcall.files.InputFile;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.PeerText;
import dev.rollcall.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads certificates, and makes facts from them. */
public final class Certificates {
  /** The largest file, in bytes: the bundles of operating systems have a few hundred kilobytes. */
  private static final int LARGEST = 16 << 20;

  private static final int NAMES = 50;

  /** Of all alternative names of a certificate together, in characters. */
  private static final int NAMES_LENGTH = 4096;

  /** A name in {@link #brief}. */
  private static final int BRIEF = 60;

  private Certificates() {}

  /**
   * Every certificate of a PEM file, or the one of a DER file.
   *
   * @throws IOException naming the file, if it cannot be read or holds none
   */
  public static List<X509Certificate> read(Path file) throws IOException {
    byte[] content;
    try {
      content = InputFile.read(file, LARGEST);
    } catch (FileSystemException e) {
      throw new IOException(InputFile.notRead(file, e), e);
    }
    try {
      InputStream in = new ByteArrayInputStream(content);
      List<X509Certificate> found = new ArrayList<>();
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        found.add((X509Certificate) certificate);
      }
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate: give a PEM file");
      }
      return found;
    } catch (CertificateException | RuntimeException e) {
      // Java's readers may throw any exception.
      throw new IOException(file + " is not a certificate file: give PEM or DER", e);
    }
  }

  /** SHA-256 of the DER form, lower-case hexadecimal. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return Sha256.hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has a DER form", e);
    }
  }

  /** The facts of a certificate, everything in it made safe. */
  public static Observation.Certificate describe(X509Certificate certificate) {
    return describe(certificate, Quotes.OPEN);
  }

  /** The facts of a certificate from a server, with its names quoted safely. */
  public static Observation.Certificate describe(X509Certificate certificate, Quotes quotes) {
    return new Observation.Certificate(
        name(certificate, true, quotes),
        name(certificate, false, quotes),
        names(certificate, quotes),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        fingerprint(certificate),
        key(certificate.getPublicKey()));
  }

  /** A distinguished name in the form of RFC 2253, safe to show. */
  static String name(X509Certificate certificate, boolean subject, Quotes quotes) {
    return quotes.name(
        (subject ? certificate.getSubjectX500Principal() : certificate.getIssuerX500Principal())
            .getName());
  }

  /** The same in a few hundred bytes: the leaf alone, without its alternative names. */
  public static Observation.Tls brief(Observation.Tls tls) {
    Observation.Certificate leaf = tls.chain().get(0);
    return new Observation.Tls(
        tls.protocol(),
        tls.cipher(),
        tls.alpn(),
        tls.serverName(),
        List.of(
            new Observation.Certificate(
                PeerText.safe(leaf.subject(), BRIEF),
                PeerText.safe(leaf.issuer(), BRIEF),
                List.of(),
                leaf.notBefore(),
                leaf.notAfter(),
                leaf.fingerprint(),
                leaf.key())),
        tls.anchor(),
        PeerText.safe(tls.anchorName(), BRIEF),
        tls.nameMatches());
  }

  /**
   * Subject alternative names as {@code dns:…} and {@code ip:…}: the first 50, and no more than a
   * few kilobytes.
   */
  static List<String> names(X509Certificate certificate, Quotes quotes) {
    List<String> names = new ArrayList<>();
    int length = 0;
    for (String name : allNames(certificate)) {
      String safe = quotes.name(name);
      length += safe.length();
      if (names.size() == NAMES || length > NAMES_LENGTH) {
        break;
      }
      names.add(safe);
    }
    return names;
  }

  /** The raw names of the certificate: to compare, not to show. */
  public static List<String> allNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      if (entries == null) {
        return names;
      }
      for (List<?> entry : entries) {
        String prefix =
            Integer.valueOf(2).equals(entry.get(0))
                ? "dns:"
                : Integer.valueOf(7).equals(entry.get(0)) ? "ip:" : "";
        if (!prefix.isEmpty()) {
          names.add(prefix + entry.get(1));
        }
      }
    } catch (CertificateParsingException | RuntimeException e) {
      // Java throws a bare RuntimeException for an address whose mask is none.
      names.clear();
    }
    return names;
  }

  private static String key(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      // RSASSA-PSS is another kind of key, for such signatures alone (RFC 4055 §1.2).
      boolean pss = key.getAlgorithm().equals("RSASSA-PSS");
      return (pss ? "RSASSA-PSS " : "RSA ") + rsa.getModulus().bitLength();
    }
    if (key instanceof EdECKey ed) {
      return ed.getParams().getName();
    }
    if (key instanceof ECKey ec) {
      return "EC " + ec.getParams().getCurve().getField().getFieldSize();
    }
    return PeerText.safe(key.getAlgorithm());
  }
}
