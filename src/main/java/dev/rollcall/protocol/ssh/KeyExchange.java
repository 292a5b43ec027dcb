package dev.rollcall.protocol.ssh;

import dev.rollcall.protocol.ssh.Packets.ProtocolException;
import dev.rollcall.text.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KeyAgreement;

/**
 * The server's side of curve25519-sha256 (RFC 8731) with a host key of Ed25519 (RFC 8709) that
 * lasts as long as the process. The session keys are not used.
 */
final class KeyExchange {
  private static final List<String> METHODS =
      List.of("curve25519-sha256", "curve25519-sha256@libssh.org");
  private static final String HOST_KEY = "ssh-ed25519";

  /** Offered but never used: no packet is ever encrypted. */
  private static final String CIPHERS =
      "aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com";

  private static final String MACS = "hmac-sha2-256,hmac-sha2-512";

  /** The most names to read; clients offer some ten. */
  private static final int MOST_NAMES = 200;

  private static final int COOKIE = 16;
  private static final int KEY = 32;

  /** What precedes the 32 bytes of an X25519 key in its X.509 form (RFC 8410 §4). */
  private static final byte[] X25519 = HexFormat.of().parseHex("302a300506032b656e032100");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyPair host = generate("Ed25519");

  /** Our KEXINIT, which must be sent unchanged (RFC 4253 §7.1). */
  byte[] init() {
    byte[] cookie = new byte[COOKIE];
    RANDOM.nextBytes(cookie);
    return new Packets.Writer()
        .type(Packets.KEXINIT)
        .raw(cookie)
        .string(String.join(",", METHODS))
        .string(HOST_KEY)
        .string(CIPHERS)
        .string(CIPHERS)
        .string(MACS)
        .string(MACS)
        .string("none")
        .string("none")
        .string("")
        .string("")
        .type(0)
        .number(0)
        .bytes();
  }

  /**
   * The result of a client's KEXINIT.
   *
   * @param agreed whether there are common algorithms
   * @param skip whether it has sent the next packet on a wrong guess (RFC 4253 §7)
   */
  record Offer(boolean agreed, boolean skip) {
    static Offer read(byte[] payload) throws ProtocolException {
      if (payload[0] != Packets.KEXINIT || payload.length < 1 + COOKIE) {
        throw new ProtocolException();
      }
      ByteBuffer rest = ByteBuffer.wrap(payload).position(1 + COOKIE);
      List<String> methods = names(rest);
      List<String> hostKeys = names(rest);
      for (int list = 2; list < 10; list++) {
        Packets.string(rest);
      }
      boolean guessed = rest.hasRemaining() && rest.get() != 0;
      boolean rightly = methods.get(0).equals(METHODS.get(0)) && hostKeys.get(0).equals(HOST_KEY);
      return new Offer(
          methods.stream().anyMatch(METHODS::contains) && hostKeys.contains(HOST_KEY),
          guessed && !rightly);
    }

    private static List<String> names(ByteBuffer from) throws ProtocolException {
      String names = new String(Packets.string(from), StandardCharsets.US_ASCII);
      return List.of(names.split(",", MOST_NAMES));
    }
  }

  /**
   * The KEX_ECDH_REPLY (RFC 5656 §4) to a KEX_ECDH_INIT.
   *
   * @param heading the identifications and KEXINITs of both sides, each as a string
   * @throws ProtocolException if the client's key is invalid
   */
  byte[] reply(byte[] heading, byte[] payload) throws ProtocolException {
    if (payload[0] != Packets.KEX_ECDH_INIT) {
      throw new ProtocolException();
    }
    byte[] theirs = Packets.string(ByteBuffer.wrap(payload).position(1));
    if (theirs.length != KEY) {
      throw new ProtocolException();
    }
    KeyPair ours = generate("X25519");
    byte[] hostKey = new Packets.Writer().string(HOST_KEY).string(raw(host.getPublic())).bytes();
    try {
      byte[] hash =
          Sha256.of(
              new Packets.Writer()
                  .raw(heading)
                  .string(hostKey)
                  .string(theirs)
                  .string(raw(ours.getPublic()))
                  .string(secret(ours, theirs))
                  .bytes());
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(host.getPrivate());
      signature.update(hash);
      return new Packets.Writer()
          .type(Packets.KEX_ECDH_REPLY)
          .string(hostKey)
          .string(raw(ours.getPublic()))
          .string(new Packets.Writer().string(HOST_KEY).string(signature.sign()).bytes())
          .bytes();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
  }

  /** As an mpint (RFC 4251 §5) without its length. */
  private static byte[] secret(KeyPair ours, byte[] theirs)
      throws GeneralSecurityException, ProtocolException {
    byte[] encoded = Arrays.copyOf(X25519, X25519.length + KEY);
    System.arraycopy(theirs, 0, encoded, X25519.length, KEY);
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    try {
      agreement.init(ours.getPrivate());
      agreement.doPhase(
          KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded)), true);
    } catch (InvalidKeyException smallOrder) {
      throw new ProtocolException();
    }
    return new BigInteger(1, agreement.generateSecret()).toByteArray();
  }

  /** The key itself, at the end of the X.509 form. */
  private static byte[] raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - KEY, encoded.length);
  }

  private static KeyPair generate(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has " + algorithm, e);
    }
  }
}
