package dev.rollcall.protocol.smb;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The salt of PREAUTH_INTEGRITY_CAPABILITIES in 3.1.1 (MS-SMB2 §2.2.3.1.1): free bytes, which can
 * carry a challenge and its proof.
 */
final class PreauthSalt {
  /** The usual length in bytes. */
  static final int LENGTH = 32;

  private static final int PREAUTH_INTEGRITY = 1;
  private static final int SHA_512 = 1;
  private static final int CONTEXT_HEADER = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PreauthSalt() {}

  static byte[] random() {
    byte[] salt = new byte[LENGTH];
    RANDOM.nextBytes(salt);
    return salt;
  }

  /** The negotiate context with SHA-512 and the salt. */
  static void put(ByteBuffer smb, byte[] salt) {
    smb.putShort((short) PREAUTH_INTEGRITY).putShort((short) (6 + salt.length)).putInt(0);
    smb.putShort((short) 1).putShort((short) salt.length).putShort((short) SHA_512).put(salt);
  }

  /**
   * The salt among negotiate contexts; empty if there is none, or no SHA-512 with it.
   *
   * @param smb little-endian; its limit is the message's end
   * @param first where the first context begins
   */
  static Optional<byte[]> find(ByteBuffer smb, int first, int contexts) {
    int at = first;
    for (int turn = 0; turn < contexts && at + CONTEXT_HEADER <= smb.limit(); turn++) {
      int data = at + CONTEXT_HEADER;
      int length = smb.getShort(at + 2) & 0xffff;
      if (length > smb.limit() - data) {
        return Optional.empty();
      }
      if (smb.getShort(at) == PREAUTH_INTEGRITY) {
        return length < 4 ? Optional.empty() : read(smb, data, length);
      }
      at = Negotiate.aligned(data + length);
    }
    return Optional.empty();
  }

  private static Optional<byte[]> read(ByteBuffer smb, int data, int length) {
    int hashes = smb.getShort(data) & 0xffff;
    byte[] salt = new byte[smb.getShort(data + 2) & 0xffff];
    int from = data + 4 + 2 * hashes;
    if (from + salt.length > data + length
        || IntStream.range(0, hashes).noneMatch(i -> smb.getShort(data + 4 + 2 * i) == SHA_512)) {
      return Optional.empty();
    }
    smb.get(from, salt);
    return Optional.of(salt);
  }
}
