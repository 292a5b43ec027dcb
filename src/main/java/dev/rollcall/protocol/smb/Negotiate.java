package dev.rollcall.protocol.smb;

import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A server's SMB2 NEGOTIATE (MS-SMB2 §2.2.4), and the client's (§2.2.3) that asks for it.
 *
 * @param dialect {@code 3.1.1}
 * @param dfs whether it takes part in the Distributed File System
 * @param system its clock; empty if missing
 * @param started when it started; empty if missing
 * @param mechanisms its login methods, in words
 */
record Negotiate(
    String dialect,
    boolean signingEnabled,
    boolean signingRequired,
    UUID server,
    boolean dfs,
    Optional<Instant> system,
    Optional<Instant> started,
    List<String> mechanisms) {
  /** The largest answer that is read, in bytes; real ones have a few hundred. */
  static final int LARGEST = 65_536;

  /** A stand-in's server GUID. */
  static final UUID MARK =
      guid(ByteBuffer.wrap(StandInMark.identity()).order(ByteOrder.LITTLE_ENDIAN), 0);

  private static final SecureRandom RANDOM = new SecureRandom();
  static final Map<Integer, String> DIALECTS = dialects();
  static final int MAGIC = 0xfe534d42;
  static final int SMB1 = 0xff534d42;
  static final int SMB1_HEADER = 32;
  static final int SMB1_NEGOTIATE = 0x72;
  static final int HEADER = 64;
  static final int REQUEST_BODY = 36;
  static final int RESPONSE_BODY = 64;
  static final int FROM_SERVER = 1;
  static final int STATUS_NOT_SUPPORTED = 0xc00000bb;
  static final int STATUS_ACCESS_DENIED = 0xc0000022;
  private static final int DFS = 1;
  private static final int LARGE_MTU = 4;
  static final int ENCRYPTION = 0x40;
  private static final byte[] KERBEROS = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x12};
  private static final byte[] MS_KERBEROS = {
    0x2a, (byte) 0x86, 0x48, (byte) 0x82, (byte) 0xf7, 0x12
  };
  static final byte[] NTLM = {0x2b, 6, 1, 4, 1, (byte) 0x82, 0x37, 2, 2, 0x0a};

  private static Map<Integer, String> dialects() {
    Map<Integer, String> dialects = new LinkedHashMap<>();
    dialects.put(0x0202, "2.0.2");
    dialects.put(0x0210, "2.1");
    dialects.put(0x0300, "3.0");
    dialects.put(0x0302, "3.0.2");
    dialects.put(0x0311, "3.1.1");
    return dialects;
  }

  /**
   * The client's message with its transport header (§2.1): every dialect, and for 3.1.1 SHA-512,
   * the AES ciphers and what signs messages as negotiate contexts (§2.2.3.1).
   *
   * @param challenge for a stand-in; empty for random bytes in its place
   */
  static byte[] request(Optional<byte[]> challenge) {
    byte[] guid = new byte[16];
    RANDOM.nextBytes(guid);
    byte[] salt =
        challenge
            .map(bytes -> Arrays.copyOf(bytes, PreauthSalt.LENGTH))
            .orElseGet(PreauthSalt::random);
    int contexts = aligned(HEADER + REQUEST_BODY + 2 * DIALECTS.size());
    ByteBuffer smb = ByteBuffer.allocate(4 + LARGEST).order(ByteOrder.BIG_ENDIAN);
    smb.position(4);
    smb.putInt(MAGIC);
    smb.order(ByteOrder.LITTLE_ENDIAN);
    // Header: no credit charge, no status, command NEGOTIATE, one credit; the rest is zero.
    smb.putShort((short) HEADER).putShort((short) 0).putInt(0).putShort((short) 0);
    smb.putShort((short) 1).position(4 + HEADER);
    smb.putShort((short) REQUEST_BODY).putShort((short) DIALECTS.size());
    smb.putShort((short) 1).putShort((short) 0).putInt(DFS | LARGE_MTU | ENCRYPTION).put(guid);
    smb.putInt(contexts).putShort((short) 3).putShort((short) 0);
    for (int dialect : DIALECTS.keySet()) {
      smb.putShort((short) dialect);
    }
    smb.position(4 + contexts);
    PreauthSalt.put(smb, salt);
    smb.position(4 + aligned(smb.position() - 4));
    smb.putShort((short) 2).putShort((short) 10).putInt(0);
    smb.putShort((short) 4).putShort((short) 2).putShort((short) 1);
    smb.putShort((short) 4).putShort((short) 3);
    smb.position(4 + aligned(smb.position() - 4));
    smb.putShort((short) 8).putShort((short) 8).putInt(0);
    smb.putShort((short) 3).putShort((short) SmbKeys.AES_GMAC);
    smb.putShort((short) SmbKeys.AES_CMAC).putShort((short) SmbKeys.HMAC_SHA256);
    smb.order(ByteOrder.BIG_ENDIAN).putInt(0, smb.position() - 4);
    return Arrays.copyOf(smb.array(), smb.position());
  }

  /** SMB_COM_NEGOTIATE (MS-CIFS §2.2.4.52.1) for the last dialect of SMB 1. */
  static byte[] requestSmb1() {
    byte[] dialect = "\2NT LM 0.12\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer smb = ByteBuffer.allocate(4 + 35 + dialect.length);
    smb.putInt(smb.capacity() - 4).putInt(SMB1).put((byte) SMB1_NEGOTIATE);
    // No parameters; the length of the data is little-endian.
    smb.position(4 + 33);
    return smb.put((byte) dialect.length).put((byte) 0).put(dialect).array();
  }

  /** Whether a message, with its transport header, begins as SMB 1 does. */
  static boolean isSmb1(byte[] message) {
    return message[0] == 0 && ByteBuffer.wrap(message).getInt(4) == SMB1;
  }

  static int aligned(int offset) {
    return (offset + 7) / 8 * 8;
  }

  /**
   * Parses the server's message without its transport header.
   *
   * @throws ProbeException MALFORMED if it is not SMB; UNEXPECTED or DENIED if the server refuses
   */
  static Negotiate parse(byte[] message) throws ProbeException {
    ByteBuffer smb = ByteBuffer.wrap(message);
    if (message.length >= 4 && smb.getInt(0) == SMB1) {
      throw ProbeException.unexpected("the server speaks SMB 1 only");
    }
    if (message.length < HEADER || smb.getInt(0) != MAGIC) {
      throw ProbeException.malformed(quotes -> "the answer is not SMB: " + quotes.bytes(message));
    }
    smb.order(ByteOrder.LITTLE_ENDIAN);
    if (smb.getShort(4) != HEADER || smb.getShort(12) != 0 || (smb.getInt(16) & FROM_SERVER) == 0) {
      throw ProbeException.malformed(
          quotes -> "the answer does not fit NEGOTIATE: " + quotes.bytes(message));
    }
    int status = smb.getInt(8);
    if (status != 0) {
      throw refused(status);
    }
    if (message.length < HEADER + RESPONSE_BODY || smb.getShort(HEADER) != 65) {
      throw ProbeException.malformed("the answer to NEGOTIATE is cut short");
    }
    int mode = smb.getShort(HEADER + 2);
    int revision = smb.getShort(HEADER + 4) & 0xffff;
    String dialect = DIALECTS.get(revision);
    if (dialect == null) {
      throw ProbeException.unexpected(
          String.format(
              Locale.ROOT, "the server chose the dialect 0x%04x, which was not offered", revision));
    }
    return new Negotiate(
        dialect,
        (mode & 1) != 0,
        (mode & 2) != 0,
        guid(smb, HEADER + 8),
        (smb.getInt(HEADER + 24) & DFS) != 0,
        time(smb.getLong(HEADER + 40)),
        time(smb.getLong(HEADER + 48)),
        mechanisms(blob(smb, message)));
  }

  private static ProbeException refused(int status) {
    return switch (status) {
      case STATUS_NOT_SUPPORTED ->
          ProbeException.unexpected(
              "the server refuses every SMB dialect from 2.0.2 to 3.1.1 (STATUS_NOT_SUPPORTED)");
      case STATUS_ACCESS_DENIED ->
          ProbeException.denied("the server refuses to negotiate (STATUS_ACCESS_DENIED)");
      default ->
          ProbeException.unexpected("the server answers NEGOTIATE with " + SmbStatus.name(status));
    };
  }

  private static UUID guid(ByteBuffer smb, int at) {
    long first = smb.getInt(at) & 0xffffffffL;
    long second = smb.getShort(at + 4) & 0xffffL;
    long third = smb.getShort(at + 6) & 0xffffL;
    return new UUID(first << 32 | second << 16 | third, Long.reverseBytes(smb.getLong(at + 8)));
  }

  /** A stand-in's answer to the challenge: the salt of a message that {@link #parse} accepted. */
  static Optional<byte[]> proof(byte[] message) {
    ByteBuffer smb = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int contexts = smb.getInt(HEADER + 60);
    if (!DIALECTS.getOrDefault(smb.getShort(HEADER + 4) & 0xffff, "").equals("3.1.1")
        || contexts < HEADER + RESPONSE_BODY
        || contexts > message.length) {
      return Optional.empty();
    }
    return PreauthSalt.find(smb, contexts, smb.getShort(HEADER + 6) & 0xffff)
        .filter(salt -> salt.length == SharedKey.LENGTH);
  }

  /** A FILETIME, of which zero means none. */
  private static Optional<Instant> time(long units) {
    return units == 0 ? Optional.empty() : Optional.of(PeerClock.ofFileTime(units));
  }

  /** The server's first token of SPNEGO. */
  static byte[] blob(ByteBuffer smb, byte[] message) throws ProbeException {
    int offset = smb.getShort(HEADER + 56) & 0xffff;
    int length = smb.getShort(HEADER + 58) & 0xffff;
    if (length > 0 && (offset < HEADER + RESPONSE_BODY || offset + length > message.length)) {
      throw ProbeException.malformed("the security buffer of NEGOTIATE lies beyond its end");
    }
    return length == 0 ? new byte[0] : Arrays.copyOfRange(message, offset, offset + length);
  }

  /** The mechanisms of SPNEGO's offer (RFC 4178 §4.2.1), found by their object identifiers. */
  private static List<String> mechanisms(byte[] blob) {
    boolean kerberos = contains(blob, KERBEROS) || contains(blob, MS_KERBEROS);
    boolean ntlm = contains(blob, NTLM);
    return kerberos
        ? ntlm ? List.of("Kerberos", "NTLM") : List.of("Kerberos")
        : ntlm ? List.of("NTLM") : List.of();
  }

  private static boolean contains(byte[] blob, byte[] identifier) {
    for (int at = 0; at + identifier.length <= blob.length; at++) {
      if (Arrays.equals(blob, at, at + identifier.length, identifier, 0, identifier.length)) {
        return true;
      }
    }
    return false;
  }
}
