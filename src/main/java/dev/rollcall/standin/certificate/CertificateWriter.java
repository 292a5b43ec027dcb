package dev.rollcall.standin.certificate;

import com.unboundid.asn1.ASN1BigInteger;
import com.unboundid.asn1.ASN1BitString;
import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1ObjectIdentifier;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import dev.rollcall.text.HostNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * Writes and signs X.509 certificates (RFC 5280 §4.1). The one class outside of the protocols that
 * uses a library of theirs: UnboundID's ASN.1, because the JDK has no public way to write one.
 */
final class CertificateWriter {
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String KEY_USAGES = "2.5.29.37";
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final int SERIAL_BITS = 120;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Principal issuer;
  private final PrivateKey signer;

  /**
   * @param signer an EC key
   */
  CertificateWriter(X500Principal issuer, PrivateKey signer) {
    this.issuer = issuer;
    this.signer = signer;
  }

  /**
   * One certificate, version 3, its serial number random.
   *
   * @param names subject alternative names: host names, or literal addresses
   */
  X509Certificate write(
      X500Principal subject,
      PublicKey key,
      Instant from,
      Instant to,
      boolean authority,
      List<String> names) {
    try {
      ASN1Sequence algorithm = new ASN1Sequence(new ASN1ObjectIdentifier(ECDSA_WITH_SHA256));
      ASN1Sequence body =
          new ASN1Sequence(
              new ASN1Element((byte) 0xa0, new ASN1Integer(2).encode()),
              new ASN1BigInteger(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS)),
              algorithm,
              ASN1Element.decode(issuer.getEncoded()),
              new ASN1Sequence(time(from), time(to)),
              ASN1Element.decode(subject.getEncoded()),
              ASN1Element.decode(key.getEncoded()),
              new ASN1Element(
                  (byte) 0xa3, new ASN1Sequence(extensions(authority, names)).encode()));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(signer);
      signature.update(body.encode());
      ASN1Sequence whole =
          new ASN1Sequence(
              body, algorithm, new ASN1BitString(ASN1BitString.getBitsForBytes(signature.sign())));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole.encode()));
    } catch (GeneralSecurityException | ASN1Exception | IOException e) {
      throw new IllegalStateException("no certificate for " + subject, e);
    }
  }

  private static List<ASN1Element> extensions(boolean authority, List<String> names)
      throws ASN1Exception, IOException {
    List<ASN1Element> extensions = new ArrayList<>();
    if (authority) {
      extensions.add(
          new ASN1Sequence(
              new ASN1ObjectIdentifier(BASIC_CONSTRAINTS),
              new ASN1Boolean(true),
              new ASN1OctetString(new ASN1Sequence(new ASN1Boolean(true)).encode())));
    } else {
      extensions.add(extension(KEY_USAGES, new ASN1Sequence(new ASN1ObjectIdentifier(SERVER))));
    }
    if (!names.isEmpty()) {
      extensions.add(extension(ALTERNATIVE_NAMES, alternatives(names)));
    }
    return extensions;
  }

  private static ASN1Sequence extension(String id, ASN1Element value) throws ASN1Exception {
    return new ASN1Sequence(new ASN1ObjectIdentifier(id), new ASN1OctetString(value.encode()));
  }

  /** GeneralNames (§4.2.1.6): dNSName is tag 2, iPAddress tag 7. */
  private static ASN1Sequence alternatives(List<String> names) throws IOException {
    List<ASN1Element> all = new ArrayList<>();
    for (String name : names) {
      boolean literal = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
      all.add(
          literal
              ? new ASN1Element((byte) 0x87, InetAddress.getByName(name).getAddress())
              : new ASN1Element((byte) 0x82, ascii(name)));
    }
    return new ASN1Sequence(all);
  }

  private static byte[] ascii(String name) {
    String host = HostNames.withoutDot(name);
    return HostNames.inAscii(host).orElse(host).getBytes(StandardCharsets.US_ASCII);
  }

  /** GeneralizedTime (§4.1.2.5.2): whole seconds, UTC. */
  private static ASN1Element time(Instant moment) {
    return new ASN1Element((byte) 0x18, STAMP.format(moment).getBytes(StandardCharsets.US_ASCII));
  }
}
