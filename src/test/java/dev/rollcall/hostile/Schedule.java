package dev.rollcall.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key schedule of TLS 1.3 with SHA-256 and without a pre-shared key (RFC 8446 §7.1). */
final class Schedule {
  private static final byte[] ZERO = new byte[32];

  private final byte[] handshake;

  Schedule(byte[] shared) throws GeneralSecurityException {
    byte[] early = mac(ZERO, ZERO);
    this.handshake = mac(derived(early), shared);
  }

  byte[] traffic(String label, byte[] transcript) {
    return expand(handshake, label, transcript, 32);
  }

  byte[] application(String label, byte[] transcript) throws GeneralSecurityException {
    return expand(mac(derived(handshake), ZERO), label, transcript, 32);
  }

  private static byte[] derived(byte[] secret) throws GeneralSecurityException {
    return expand(secret, "derived", MessageDigest.getInstance("SHA-256").digest(), 32);
  }

  /** HKDF-Expand-Label, for one block of the hash at most. */
  static byte[] expand(byte[] secret, String label, byte[] context, int length) {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + name.length + 1 + context.length + 1);
    info.putShort((short) length).put((byte) name.length).put(name);
    info.put((byte) context.length).put(context).put((byte) 1);
    return Arrays.copyOf(mac(secret, info.array()), length);
  }

  static byte[] mac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
