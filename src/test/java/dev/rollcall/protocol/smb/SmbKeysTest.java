package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the algorithms have in common; that servers agree with them is seen in the campus. */
class SmbKeysTest {
  private static final byte[] SESSION = new byte[16];
  private static final byte[] HASH = new byte[64];

  private static SmbKeys keys(int signing) {
    return new SmbKeys(SmbKeys.SMB_311, signing, SESSION, HASH);
  }

  private static byte[] message(long number, boolean server) {
    byte[] message = new byte[Negotiate.HEADER + 9];
    ByteBuffer smb = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(16, server ? 9 : 8).putLong(24, number);
    return message;
  }

  @Test
  void everyAlgorithmSignsInItsOwnWay() {
    List<byte[]> signatures =
        List.of(
            keys(SmbKeys.HMAC_SHA256).sign(message(1, false)),
            keys(SmbKeys.AES_CMAC).sign(message(1, false)),
            keys(SmbKeys.AES_GMAC).sign(message(1, false)));
    for (byte[] signature : signatures) {
      assertEquals(16, signature.length);
      assertEquals(1, signatures.stream().filter(one -> Arrays.equals(one, signature)).count());
    }
    assertEquals("AES-GMAC", keys(SmbKeys.AES_GMAC).algorithm());
  }

  /** A nonce that comes again would give the key away. */
  @Test
  void theNonceDiffersByMessageAndSide() {
    SmbKeys keys = keys(SmbKeys.AES_GMAC);
    byte[] one = keys.sign(message(1, false));
    assertFalse(Arrays.equals(one, keys.sign(message(2, false))));
    assertFalse(Arrays.equals(one, keys.sign(message(1, true))));
    byte[] signed = message(1, false);
    Arrays.fill(signed, 48, 64, (byte) 7);
    assertArrayEquals(one, keys.sign(signed), "what stands in the signature's place is not signed");
  }

  @Test
  void longerKeysAreOtherKeys() {
    SmbKeys keys = keys(SmbKeys.AES_CMAC);
    assertEquals(32, keys.clientToServer(256).length);
    assertFalse(
        Arrays.equals(keys.clientToServer(128), Arrays.copyOf(keys.clientToServer(256), 16)));
    for (int cipher :
        new int[] {
          SmbEncryption.CCM, SmbEncryption.GCM, SmbEncryption.CCM_256, SmbEncryption.GCM_256
        }) {
      assertTrue(SmbEncryption.knows(cipher));
      SmbEncryption seal = new SmbEncryption(cipher, keys);
      byte[] sealed = seal.seal(message(1, false), 77);
      assertEquals(52 + Negotiate.HEADER + 9, sealed.length);
      ProbeException thrown = assertThrows(ProbeException.class, () -> seal.open(sealed));
      assertEquals("EXCHANGE MALFORMED", thrown.fault().cause(), "the other side's key opens it");
    }
    assertFalse(SmbEncryption.knows(0));
    assertFalse(SmbEncryption.knows(5));
    assertEquals("AES-256-CCM", new SmbEncryption(SmbEncryption.CCM_256, keys).algorithm());
  }
}
