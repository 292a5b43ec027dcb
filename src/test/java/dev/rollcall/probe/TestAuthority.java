package dev.rollcall.probe;

import com.unboundid.asn1.ASN1BitString;
import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1Long;
import com.unboundid.asn1.ASN1ObjectIdentifier;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.probe.certificate.TrustRoots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority made at run time, EC P-256 throughout: no key lies in the repository and
 * no certificate of a test ever expires.
 */
public final class TestAuthority {
  /** Good for every use in a key store of a test. */
  public static final char[] PASSWORD = "changeit".toCharArray();

  private static final Duration DAY = Duration.ofDays(1);
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Principal name;
  private final KeyPair keys;
  private final List<X509Certificate> chain;

  private TestAuthority(X500Principal name, KeyPair keys, List<X509Certificate> chain) {
    this.name = name;
    this.keys = keys;
    this.chain = List.copyOf(chain);
  }

  private static final class Shared {
    static final TestAuthority INSTANCE = root("Rollcall test root");
    static final Leaf PEER = INSTANCE.leaf(Probes.HOST);
  }

  /** One root for the whole JVM: what {@link Probes#policy} trusts as an internal authority. */
  public static TestAuthority shared() {
    return Shared.INSTANCE;
  }

  /** A certificate of {@link #shared} for {@link Probes#HOST}. */
  public static Leaf peer() {
    return Shared.PEER;
  }

  /** A new root of that common name. */
  public static TestAuthority root(String commonName) {
    X500Principal name = new X500Principal("CN=" + commonName + ",O=Rollcall tests");
    KeyPair keys = keyPair();
    X509Certificate root =
        certificate(
            name, keys.getPrivate(), name, keys.getPublic(), Validity.days(3650, 3650), true, "");
    return new TestAuthority(name, keys, List.of(root));
  }

  /** An authority below this one; leaves of it send its certificate along. */
  public TestAuthority intermediate(String commonName) {
    return intermediate(commonName, Validity.days(3650, 3650));
  }

  public TestAuthority intermediate(String commonName, Validity validity) {
    X500Principal below = new X500Principal("CN=" + commonName + ",O=Rollcall tests");
    KeyPair belowKeys = keyPair();
    List<X509Certificate> whole = new ArrayList<>();
    whole.add(
        certificate(name, keys.getPrivate(), below, belowKeys.getPublic(), validity, true, ""));
    whole.addAll(chain);
    return new TestAuthority(below, belowKeys, whole);
  }

  /** The certificate that clients trust: the root's, also from an intermediate. */
  public X509Certificate root() {
    return chain.get(chain.size() - 1);
  }

  /** Only this root, by that origin. */
  public TrustRoots roots(Anchor anchor) {
    return TrustRoots.of(Map.of(anchor, List.of(root())));
  }

  /**
   * A certificate valid from yesterday for a year; names may be host names or literal addresses.
   */
  public Leaf leaf(String... names) {
    return leaf(Validity.days(1, 365), names);
  }

  /** Ended yesterday. */
  public Leaf expired(String... names) {
    Instant now = Instant.now();
    return leaf(new Validity(now.minus(DAY.multipliedBy(90)), now.minus(DAY)), names);
  }

  /** Begins tomorrow. */
  public Leaf notYetValid(String... names) {
    Instant now = Instant.now();
    return leaf(new Validity(now.plus(DAY), now.plus(DAY.multipliedBy(90))), names);
  }

  public Leaf leaf(Validity validity, String... names) {
    return leaf(validity, "", names);
  }

  private Leaf leaf(Validity validity, String usage, String... names) {
    KeyPair leafKeys = keyPair();
    List<X509Certificate> whole = new ArrayList<>();
    whole.add(
        certificate(
            name,
            keys.getPrivate(),
            subject(names),
            leafKeys.getPublic(),
            validity,
            false,
            usage,
            names));
    // The root stays at home, as in a server that is set up well.
    whole.addAll(chain.subList(0, chain.size() - 1));
    return new Leaf(whole, leafKeys.getPrivate());
  }

  /** A certificate for a key of RSA, signed by this authority's own. */
  public Leaf rsaLeaf(String... names) {
    return leafWith("RSA", 2048, names);
  }

  /**
   * A certificate for another key, signed by this authority's own.
   *
   * @param algorithm Java's name
   * @param bits 0 if the name says it all
   */
  public Leaf leafWith(String algorithm, int bits, String... names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      KeyPair leafKeys = generator.generateKeyPair();
      return new Leaf(
          List.of(
              certificate(
                  name,
                  keys.getPrivate(),
                  subject(names),
                  leafKeys.getPublic(),
                  Validity.days(1, 365),
                  false,
                  "",
                  names)),
          leafKeys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate for clients only: no server may show it (RFC 5280 §4.2.1.12). */
  public Leaf clientOnly(String... names) {
    return leaf(Validity.days(1, 365), "1.3.6.1.5.5.7.3.2", names);
  }

  /** A certificate that is its own issuer. */
  public static Leaf selfSigned(String... names) {
    KeyPair own = keyPair();
    X500Principal subject = subject(names);
    return new Leaf(
        List.of(
            certificate(
                subject,
                own.getPrivate(),
                subject,
                own.getPublic(),
                Validity.days(1, 365),
                false,
                "",
                names)),
        own.getPrivate());
  }

  /** PEM text of certificates, one after the other. */
  public static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
    return text.toString();
  }

  /** From when to when a certificate holds, to the second. */
  public record Validity(Instant from, Instant to) {
    /** From that many days ago to that many days ahead. */
    public static Validity days(int ago, int ahead) {
      Instant now = Instant.now();
      return new Validity(now.minus(DAY.multipliedBy(ago)), now.plus(DAY.multipliedBy(ahead)));
    }
  }

  /**
   * A server's certificate and key.
   *
   * @param chain as the server sends it, the leaf first
   */
  public record Leaf(List<X509Certificate> chain, PrivateKey key) {
    public Leaf {
      chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
      return chain.get(0);
    }

    /** With the alias {@code server} and {@link TestAuthority#PASSWORD}. */
    public KeyStore keyStore() {
      try {
        // Java's other format spends 40 ms on the password.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry("server", key, PASSWORD, chain.toArray(new X509Certificate[0]));
        return store;
      } catch (IOException | GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** A server's context: this certificate, every protocol of the JVM. */
    public SSLContext context() {
      try {
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static X500Principal subject(String... names) {
    return new X500Principal(
        "CN=" + (names.length == 0 ? "nameless" : names[0].replace("*", "any")));
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** RFC 5280 §4.1, written in DER. */
  private static X509Certificate certificate(
      X500Principal issuer,
      PrivateKey signer,
      X500Principal subject,
      PublicKey key,
      Validity validity,
      boolean authority,
      String usage,
      String... names) {
    try {
      ASN1Sequence algorithm = new ASN1Sequence(new ASN1ObjectIdentifier(ECDSA_WITH_SHA256));
      List<ASN1Element> extensions = new ArrayList<>();
      if (authority) {
        extensions.add(extension("2.5.29.19", new ASN1Sequence(new ASN1Boolean(true))));
      }
      if (!usage.isEmpty()) {
        extensions.add(extension("2.5.29.37", new ASN1Sequence(new ASN1ObjectIdentifier(usage))));
      }
      if (names.length > 0) {
        extensions.add(extension("2.5.29.17", alternatives(names)));
      }
      List<ASN1Element> fields = new ArrayList<>();
      fields.add(new ASN1Element((byte) 0xa0, new ASN1Integer(2).encode()));
      fields.add(new ASN1Long(SERIAL.getAndIncrement()));
      fields.add(algorithm);
      fields.add(ASN1Element.decode(issuer.getEncoded()));
      fields.add(new ASN1Sequence(time(validity.from()), time(validity.to())));
      fields.add(ASN1Element.decode(subject.getEncoded()));
      fields.add(ASN1Element.decode(key.getEncoded()));
      if (!extensions.isEmpty()) {
        fields.add(new ASN1Element((byte) 0xa3, new ASN1Sequence(extensions).encode()));
      }
      ASN1Sequence body = new ASN1Sequence(fields);
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
      throw new AssertionError(e);
    }
  }

  private static ASN1Sequence extension(String id, ASN1Element value) throws ASN1Exception {
    return new ASN1Sequence(new ASN1ObjectIdentifier(id), new ASN1OctetString(value.encode()));
  }

  /** GeneralNames (§4.2.1.6): dNSName is tag 2, iPAddress tag 7. */
  private static ASN1Sequence alternatives(String... names) throws IOException {
    List<ASN1Element> all = new ArrayList<>();
    for (String name : names) {
      boolean literal = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
      all.add(
          literal
              ? new ASN1Element((byte) 0x87, InetAddress.getByName(name).getAddress())
              : new ASN1Element((byte) 0x82, name.getBytes(StandardCharsets.US_ASCII)));
    }
    return new ASN1Sequence(all);
  }

  /** GeneralizedTime (§4.1.2.5.2): whole seconds, UTC. */
  private static ASN1Element time(Instant moment) {
    return new ASN1Element((byte) 0x18, STAMP.format(moment).getBytes(StandardCharsets.US_ASCII));
  }
}
