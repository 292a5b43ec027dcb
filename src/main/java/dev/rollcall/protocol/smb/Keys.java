package dev.rollcall.protocol.smb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** What a session signs and encrypts with (MS-SMB2 §3.1.4.1, §3.1.4.2, §3.2.5.3). */
final class Keys {
  static final int SMB_3 = 0x0300;
  static final int SMB_311 = 0x0311;
  private static final int SIGNATURE = 48;
  private static final int SIGNATURE_LENGTH = 16;

  private final int dialect;
  private final byte[] sessionKey;
  private final byte[] preauth;

  /**
   * @param sessionKey what both sides have from the login, 16 bytes
   * @param preauth the hash of all that was said before, from 3.1.1 on
   */
  Keys(int dialect, byte[] sessionKey, byte[] preauth) {
    this.dialect = dialect;
    this.sessionKey = sessionKey.clone();
    this.preauth = preauth.clone();
  }

  int dialect() {
    return dialect;
  }

  /** {@code AES-CMAC}, or {@code HMAC-SHA256} before 3.0. */
  String algorithm() {
    return dialect < SMB_3 ? "HMAC-SHA256" : "AES-CMAC";
  }

  /** The signature of a message, whatever stands in its own place for it. */
  byte[] sign(byte[] message) {
    byte[] blank = message.clone();
    Arrays.fill(blank, SIGNATURE, SIGNATURE + SIGNATURE_LENGTH, (byte) 0);
    if (dialect < SMB_3) {
      return Arrays.copyOf(hmac(sessionKey, blank), SIGNATURE_LENGTH);
    }
    CMac mac = new CMac(AESEngine.newInstance());
    mac.init(new KeyParameter(derived("SMB2AESCMAC", "SmbSign", "SMBSigningKey")));
    mac.update(blank, 0, blank.length);
    byte[] signature = new byte[SIGNATURE_LENGTH];
    mac.doFinal(signature, 0);
    return signature;
  }

  byte[] clientToServer() {
    return derived("SMB2AESCCM", "ServerIn ", "SMBC2SCipherKey");
  }

  byte[] serverToClient() {
    return derived("SMB2AESCCM", "ServerOut", "SMBS2CCipherKey");
  }

  /** SP 800-108 in counter mode with HMAC-SHA256 and one turn. */
  private byte[] derived(String label300, String context300, String label311) {
    boolean latest = dialect == SMB_311;
    byte[] label = ascii(latest ? label311 : label300);
    byte[] context = latest ? preauth : ascii(context300);
    ByteBuffer input = ByteBuffer.allocate(4 + label.length + 1 + context.length + 4);
    input.putInt(1).put(label).put((byte) 0).put(context).putInt(128);
    return Arrays.copyOf(hmac(sessionKey, input.array()), 16);
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
