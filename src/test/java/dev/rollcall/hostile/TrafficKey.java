package dev.rollcall.hostile;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One direction's AES-128-GCM of TLS 1.3 (RFC 8446 §5.2, §5.3). */
final class TrafficKey {
  static final int TAG = 16;

  private final byte[] secret;
  private final SecretKeySpec key;
  private final byte[] iv;
  private long sequence;

  TrafficKey(byte[] secret) {
    this.secret = secret.clone();
    this.key = new SecretKeySpec(Schedule.expand(secret, "key", new byte[0], 16), "AES");
    this.iv = Schedule.expand(secret, "iv", new byte[0], 12);
  }

  /** The key after a KeyUpdate (§7.2). */
  TrafficKey updated() {
    return new TrafficKey(Schedule.expand(secret, "traffic upd", new byte[0], 32));
  }

  byte[] seal(byte[] inner, byte[] header) {
    byte[] nonce = iv.clone();
    byte[] counter = ByteBuffer.allocate(8).putLong(sequence++).array();
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] ^= counter[i];
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(header);
      return cipher.doFinal(inner);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
