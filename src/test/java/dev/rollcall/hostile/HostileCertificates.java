package dev.rollcall.hostile;

import com.unboundid.asn1.ASN1BitString;
import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1Long;
import com.unboundid.asn1.ASN1Null;
import com.unboundid.asn1.ASN1ObjectIdentifier;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.asn1.ASN1Set;
import com.unboundid.asn1.ASN1UTF8String;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Certificate chains (RFC 5280) that cost a client memory or time. None leads to a known root. */
final class HostileCertificates {
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String EC = "1.2.840.10045.2.1";
  private static final KeyPair KEYS = keyPair();

  private HostileCertificates() {}

  /** The key of every leaf. */
  static PrivateKey key() {
    return KEYS.getPrivate();
  }

  /** That many alternative names of that many bytes each. */
  static List<byte[]> names(int count, int length) {
    ASN1Element[] names = new ASN1Element[count];
    for (int i = 0; i < count; i++) {
      String name = (i + "x".repeat(length)).substring(0, length);
      names[i] = new ASN1Element((byte) 0x82, name.getBytes(StandardCharsets.US_ASCII));
    }
    return List.of(leaf(name("issuer"), name("many names"), new ASN1Sequence(names)));
  }

  /** Subject and issuer of that many bytes, control characters among them. */
  static List<byte[]> longNames(int length) {
    ASN1Element name = name("\u0007\u202e".repeat(length / 4));
    return List.of(leaf(name, name, new ASN1Sequence()));
  }

  /** A leaf and that many authorities, each issued by the next. */
  static List<byte[]> deep(int authorities) {
    List<byte[]> chain = new ArrayList<>();
    chain.add(leaf(name("authority 0"), name("leaf"), new ASN1Sequence()));
    for (int i = 0; i < authorities; i++) {
      chain.add(authority(name("authority " + (i + 1)), name("authority " + i)));
    }
    return chain;
  }

  /** A leaf, and authorities of two names, of which each may have issued every other's. */
  static List<byte[]> twins(int authorities) {
    List<byte[]> chain = new ArrayList<>();
    chain.add(leaf(name("twin 0"), name("leaf"), new ASN1Sequence()));
    for (int i = 0; i < authorities; i++) {
      chain.add(authority(name("twin " + (i + 1) % 2), name("twin " + i % 2)));
    }
    return chain;
  }

  /** A leaf whose authority has an RSA key of that many bits. */
  static List<byte[]> hugeAuthority(int bits) {
    BigInteger modulus = new BigInteger(bits, new Random(1)).setBit(bits - 1).setBit(0);
    ASN1Element rsa =
        new ASN1Sequence(
            new ASN1Sequence(oid("1.2.840.113549.1.1.1"), new ASN1Null()),
            bits(
                new ASN1Sequence(
                        new ASN1Element((byte) 2, modulus.toByteArray()), new ASN1Integer(65537))
                    .encode()));
    return List.of(
        certificate(
            "1.2.840.113549.1.1.11",
            name("large"),
            name("leaf"),
            own(),
            new byte[bits / 8],
            alternatives(new ASN1Sequence())),
        certificate(
            "1.2.840.113549.1.1.11",
            name("large"),
            name("large"),
            rsa,
            new byte[bits / 8],
            basicConstraints()));
  }

  /** A leaf whose key is on a curve that no client knows. */
  static List<byte[]> oddCurve() {
    ASN1Element key =
        new ASN1Sequence(new ASN1Sequence(oid(EC), oid("1.3.132.0.9")), bits(new byte[41]));
    return List.of(
        certificate(
            ECDSA_WITH_SHA256,
            name("issuer"),
            name("odd"),
            key,
            new byte[70],
            alternatives(new ASN1Sequence())));
  }

  /** A leaf whose Ed25519 key has no byte (RFC 8410 §4 wants 32): Java's reader trips over it. */
  static List<byte[]> emptyKey() {
    ASN1Element key = new ASN1Sequence(new ASN1Sequence(oid("1.3.101.112")), bits(new byte[0]));
    return List.of(
        certificate(
            ECDSA_WITH_SHA256,
            name("issuer"),
            name("empty"),
            key,
            new byte[70],
            alternatives(new ASN1Sequence())));
  }

  /** No certificates at all, but bytes in their place. */
  static List<byte[]> nonsense() {
    byte[] bytes = new byte[9000];
    new Random(2).nextBytes(bytes);
    return List.of(bytes, new byte[] {0x30, (byte) 0x84, 0x7f, 0, 0, 0});
  }

  private static byte[] leaf(ASN1Element issuer, ASN1Element subject, ASN1Element names) {
    return signed(issuer, subject, alternatives(names));
  }

  private static byte[] authority(ASN1Element issuer, ASN1Element subject) {
    return signed(issuer, subject, basicConstraints());
  }

  private static ASN1Element alternatives(ASN1Element names) {
    return extension("2.5.29.17", names);
  }

  private static ASN1Element basicConstraints() {
    return extension("2.5.29.19", new ASN1Sequence(new ASN1Boolean(true)));
  }

  private static ASN1Element extension(String id, ASN1Element value) {
    return new ASN1Sequence(oid(id), new ASN1OctetString(value.encode()));
  }

  private static ASN1Element name(String common) {
    return new ASN1Sequence(
        new ASN1Set(new ASN1Sequence(oid("2.5.4.3"), new ASN1UTF8String(common))));
  }

  private static ASN1Element oid(String id) {
    try {
      return new ASN1ObjectIdentifier(id);
    } catch (ASN1Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Element own() {
    try {
      return ASN1Element.decode(KEYS.getPublic().getEncoded());
    } catch (ASN1Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Element bits(byte[] content) {
    return new ASN1Element((byte) 3, concat(new byte[] {0}, content));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] signed(ASN1Element issuer, ASN1Element subject, ASN1Element extension) {
    return certificate(ECDSA_WITH_SHA256, issuer, subject, own(), new byte[0], extension);
  }

  /**
   * @param signature taken as it is; made with {@link #key} if it is empty
   */
  private static byte[] certificate(
      String algorithm,
      ASN1Element issuer,
      ASN1Element subject,
      ASN1Element key,
      byte[] signature,
      ASN1Element extension) {
    try {
      ASN1Sequence signing =
          algorithm.equals(ECDSA_WITH_SHA256)
              ? new ASN1Sequence(oid(algorithm))
              : new ASN1Sequence(oid(algorithm), new ASN1Null());
      ASN1Sequence body =
          new ASN1Sequence(
              new ASN1Element((byte) 0xa0, new ASN1Integer(2).encode()),
              new ASN1Long(new Random().nextLong() >>> 1),
              signing,
              issuer,
              new ASN1Sequence(time("20200101000000Z"), time("20990101000000Z")),
              subject,
              key,
              new ASN1Element((byte) 0xa3, new ASN1Sequence(extension).encode()));
      byte[] proof = signature;
      if (proof.length == 0) {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(KEYS.getPrivate());
        signer.update(body.encode());
        proof = signer.sign();
      }
      return new ASN1Sequence(
              body, signing, new ASN1BitString(ASN1BitString.getBitsForBytes(proof)))
          .encode();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ASN1Element time(String stamp) {
    return new ASN1Element((byte) 0x18, stamp.getBytes(StandardCharsets.US_ASCII));
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
}
