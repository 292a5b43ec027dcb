package dev.rollcall.protocol.smb;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** Encrypted messages (MS-SMB2 §2.2.41, §3.1.4.3), for servers and shares that demand them. */
final class SmbEncryption {
  static final int CCM = 1;
  static final int GCM = 2;
  static final int CCM_256 = 3;
  static final int GCM_256 = 4;
  static final int MAGIC = 0xfd534d42;
  private static final int HEADER = 52;
  private static final int NONCE = 20;
  private static final int TAG = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int cipher;
  private final SmbKeys keys;

  /**
   * @param cipher one that {@link #knows} knows
   */
  SmbEncryption(int cipher, SmbKeys keys) {
    this.cipher = cipher;
    this.keys = keys;
  }

  /** Whether it can encrypt that way (§2.2.3.1.2). */
  static boolean knows(int cipher) {
    return cipher >= CCM && cipher <= GCM_256;
  }

  String algorithm() {
    return "AES-" + bits() + (galois() ? "-GCM" : "-CCM");
  }

  private int bits() {
    return cipher >= CCM_256 ? 256 : 128;
  }

  private boolean galois() {
    return cipher == GCM || cipher == GCM_256;
  }

  byte[] seal(byte[] message, long session) {
    byte[] nonce = new byte[galois() ? 12 : 11];
    RANDOM.nextBytes(nonce);
    ByteBuffer out = ByteBuffer.allocate(HEADER + message.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(Integer.reverseBytes(MAGIC)).position(NONCE);
    out.put(nonce).position(NONCE + 16);
    out.putInt(message.length).putShort((short) 0).putShort((short) 1).putLong(session);
    byte[] header = Arrays.copyOfRange(out.array(), NONCE, HEADER);
    try {
      byte[] sealed = run(true, keys.clientToServer(bits()), nonce, header, message);
      out.put(sealed, 0, message.length);
      out.put(4, sealed, message.length, TAG);
      return out.array();
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws ProbeException MALFORMED if it was not encrypted by the session's peer
   */
  byte[] open(byte[] sealed) throws ProbeException {
    ByteBuffer in = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN);
    if (sealed.length < HEADER + Negotiate.HEADER
        || Integer.reverseBytes(in.getInt(0)) != MAGIC
        || in.getInt(36) != sealed.length - HEADER) {
      throw ProbeException.malformed("an answer is not encrypted, or cut short");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, NONCE, NONCE + (galois() ? 12 : 11));
    byte[] text = new byte[sealed.length - HEADER + TAG];
    System.arraycopy(sealed, HEADER, text, 0, sealed.length - HEADER);
    System.arraycopy(sealed, 4, text, sealed.length - HEADER, TAG);
    try {
      return run(
          false,
          keys.serverToClient(bits()),
          nonce,
          Arrays.copyOfRange(sealed, NONCE, HEADER),
          text);
    } catch (InvalidCipherTextException e) {
      throw ProbeException.malformed("an answer cannot be decrypted");
    }
  }

  private byte[] run(boolean seal, byte[] key, byte[] nonce, byte[] header, byte[] text)
      throws InvalidCipherTextException {
    AEADBlockCipher mode =
        galois()
            ? GCMBlockCipher.newInstance(AESEngine.newInstance())
            : CCMBlockCipher.newInstance(AESEngine.newInstance());
    mode.init(seal, new AEADParameters(new KeyParameter(key), 8 * TAG, nonce, header));
    byte[] out = new byte[mode.getOutputSize(text.length)];
    int length = mode.processBytes(text, 0, text.length, out, 0);
    length += mode.doFinal(out, length);
    return Arrays.copyOf(out, length);
  }
}
