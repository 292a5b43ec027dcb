package dev.rollcall.protocol.smb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.GMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The keys that a session signs and encrypts with (MS-SMB2 §3.1.4.1, §3.1.4.2, §3.2.5.3). */
final class SmbKeys {
  static final int SMB_3 = 0x0300;
  static final int SMB_311 = 0x0311;

  /** Signing algorithms (§2.2.3.1.7). */
  static final int HMAC_SHA256 = 0;

  static final int AES_CMAC = 1;
  static final int AES_GMAC = 2;

  private static final int FLAGS = 16;
  private static final int FROM_SERVER = 1;
  private static final int MESSAGE_ID = 24;
  private static final int SIGNATURE = 48;
  private static final int SIGNATURE_LENGTH = 16;

  private final int dialect;
  private final int signing;
  private final byte[] sessionKey;
  private final byte[] preauth;

  /**
   * @param signing one of {@link #HMAC_SHA256}, {@link #AES_CMAC} and {@link #AES_GMAC}
   * @param sessionKey shared after the login, 16 bytes
   * @param preauth the hash of all earlier messages, from 3.1.1 on
   */
  SmbKeys(int dialect, int signing, byte[] sessionKey, byte[] preauth) {
    this.dialect = dialect;
    this.signing = signing;
    this.sessionKey = sessionKey.clone();
    this.preauth = preauth.clone();
  }

  int dialect() {
    return dialect;
  }

  /** {@code AES-CMAC}, in words. */
  String algorithm() {
    return switch (signing) {
      case AES_GMAC -> "AES-GMAC";
      case AES_CMAC -> "AES-CMAC";
      default -> "HMAC-SHA256";
    };
  }

  /** The signature of a message, with the signature field taken as zero (§3.1.4.1). */
  byte[] sign(byte[] message) {
    byte[] blank = message.clone();
    Arrays.fill(blank, SIGNATURE, SIGNATURE + SIGNATURE_LENGTH, (byte) 0);
    byte[] key =
        dialect < SMB_3 ? sessionKey : derived("SMB2AESCMAC", "SmbSign", "SMBSigningKey", 128);
    if (signing == HMAC_SHA256) {
      return Arrays.copyOf(hmac(key, blank), SIGNATURE_LENGTH);
    }
    org.bouncycastle.crypto.Mac mac =
        signing == AES_GMAC
            ? new GMac(GCMBlockCipher.newInstance(AESEngine.newInstance()))
            : new CMac(AESEngine.newInstance());
    mac.init(
        signing == AES_GMAC
            ? new ParametersWithIV(new KeyParameter(key), nonce(message))
            : new KeyParameter(key));
    mac.update(blank, 0, blank.length);
    byte[] signature = new byte[SIGNATURE_LENGTH];
    mac.doFinal(signature, 0);
    return signature;
  }

  /** The nonce: the message's id and whether the server sends it. */
  private static byte[] nonce(byte[] message) {
    ByteBuffer smb = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(smb.getLong(MESSAGE_ID))
        .putInt(smb.getInt(FLAGS) & FROM_SERVER)
        .array();
  }

  byte[] clientToServer(int bits) {
    return derived("SMB2AESCCM", "ServerIn ", "SMBC2SCipherKey", bits);
  }

  byte[] serverToClient(int bits) {
    return derived("SMB2AESCCM", "ServerOut", "SMBS2CCipherKey", bits);
  }

  /** SP 800-108 in counter mode with HMAC-SHA256 and one iteration. */
  private byte[] derived(String label300, String context300, String label311, int bits) {
    boolean latest = dialect == SMB_311;
    byte[] label = ascii(latest ? label311 : label300);
    byte[] context = latest ? preauth : ascii(context300);
    ByteBuffer input = ByteBuffer.allocate(4 + label.length + 1 + context.length + 4);
    input.putInt(1).put(label).put((byte) 0).put(context).putInt(bits);
    return Arrays.copyOf(hmac(sessionKey, input.array()), bits / 8);
  }

  private static byte[] ascii(String text) {
    return (text + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC-SHA256", e);
    }
  }
}
