package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NegotiateTest {
  private static final HexFormat HEX = HexFormat.of();

  /** What Samba 4.17 answers when it may choose 3.1.1, with DFS. */
  static final byte[] SAMBA =
      HEX.parseHex(
          "fe534d4240000000000000000000010001000000000000000000000000000000"
              + "0000000000000000000000000000000000000000000000000000000000000000"
              + "410001001103020066696c657300000000000000000000000700000000008000"
              + "000080000000800000"
              + "93b563b37add01"
              + "000000000000000080004a00d0000000"
              + "604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a"
              + "3028a0261b246e6f745f646566696e65645f696e5f5246433431373840706c65"
              + "6173655f69676e6f72650000000000000100260000000000010020000100"
              + "2d1f6fd52d50ff85c4902f304b17625e2fb031418082dc7ce56d04496bcba0e6"
              + "0000020004000000000001000200");

  /** The same server's when it speaks 2.0.2 only and demands signing. */
  private static final byte[] SAMBA_202 =
      HEX.parseHex(
          "fe534d4240000000000000000000010001000000000000000000000000000000"
              + "0000000000000000000000000000000000000000000000000000000000000000"
              + "410003000202000066696c657300000000000000000000000100000000000100"
              + "0000010000000100"
              + "c8739882b37add01"
              + "000000000000000080004a0000000000"
              + "604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a"
              + "3028a0261b246e6f745f646566696e65645f696e5f5246433431373840706c65"
              + "6173655f69676e6f7265");

  static byte[] changed(byte[] message, Consumer<ByteBuffer> change) {
    byte[] copy = message.clone();
    change.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }

  @Test
  void theRequestOffersEveryDialectAndNamesItsContexts() {
    byte[] request = Negotiate.request(Optional.empty());
    ByteBuffer smb = ByteBuffer.wrap(request);
    assertEquals(request.length - 4, smb.getInt(0));
    assertEquals(0xfe534d42, smb.getInt(4));
    smb = smb.slice(4, request.length - 4).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(64, smb.getShort(4));
    assertEquals(36, smb.getShort(64));
    assertEquals(5, smb.getShort(66));
    assertEquals("02021002000302031103", HEX.formatHex(request, 4 + 100, 4 + 110));
    int first = smb.getInt(64 + 28);
    assertEquals(112, first);
    assertEquals(3, smb.getShort(64 + 32));
    // PREAUTH_INTEGRITY: one hash, a salt of 32 bytes, SHA-512 (§2.2.3.1.1).
    assertEquals("0100260000000000" + "010020000100", HEX.formatHex(request, 116, 130));
    // ENCRYPTION: AES-256-GCM, AES-128-GCM, AES-128-CCM, AES-256-CCM (§2.2.3.1.2).
    assertEquals(
        "02000a0000000000" + "04000200010004000300", HEX.formatHex(request, 4 + 160, 4 + 178));
    // SIGNING: AES-GMAC, AES-CMAC, HMAC-SHA256 (§2.2.3.1.7).
    assertEquals(
        "0800080000000000" + "0300020001000000", HEX.formatHex(request, 4 + 184, request.length));
    assertNotEquals(HEX.formatHex(request), HEX.formatHex(Negotiate.request(Optional.empty())));
  }

  @Test
  void theSmb1RequestHasTheLayoutOfTheSpecification() {
    assertEquals(
        "0000002f" + "ff534d4272" + "00".repeat(27) + "00" + "0c00" + "024e54204c4d20302e313200",
        HEX.formatHex(Negotiate.requestSmb1()));
  }

  @Test
  void realAnswersAreUnderstood() throws ProbeException {
    UUID server = UUID.fromString("656c6966-0073-0000-0000-000000000000");
    assertEquals(
        new Negotiate(
            "3.1.1",
            true,
            false,
            server,
            true,
            Optional.of(Instant.parse("2026-11-22T18:57:58.156160Z")),
            Optional.empty(),
            List.of("NTLM")),
        Negotiate.parse(SAMBA));
    Negotiate old = Negotiate.parse(SAMBA_202);
    assertEquals("2.0.2", old.dialect());
    assertTrue(old.signingRequired());
  }

  @Test
  void mechanismsAndTimesAreRead() throws ProbeException {
    byte[] kerberos = HEX.parseHex("06092a864886f71201020206");
    Negotiate answer =
        Negotiate.parse(
            changed(
                SAMBA,
                smb -> smb.putLong(64 + 40, 0).putLong(64 + 48, 1).put(0x80 + 20, kerberos)));
    assertEquals(List.of("Kerberos"), answer.mechanisms());
    assertEquals(Optional.empty(), answer.system());
    assertEquals(Optional.of(Instant.parse("1601-01-01T00:00:00.0000001Z")), answer.started());
  }

  private static void assertRefused(FaultKind kind, String evidence, byte[] message) {
    ProbeException thrown = assertThrows(ProbeException.class, () -> Negotiate.parse(message));
    assertEquals(kind, thrown.fault().kind());
    assertEquals(evidence, thrown.fault().evidence());
  }

  @Test
  void refusalsAreReported() {
    assertRefused(
        FaultKind.UNEXPECTED,
        "the server speaks SMB 1 only",
        HEX.parseHex("ff534d4272000000009803c8"));
    assertRefused(
        FaultKind.UNEXPECTED,
        "the server refuses every SMB dialect from 2.0.2 to 3.1.1 (STATUS_NOT_SUPPORTED)",
        changed(SAMBA, smb -> smb.putInt(8, 0xc00000bb)));
    assertRefused(
        FaultKind.DENIED,
        "the server refuses to negotiate (STATUS_ACCESS_DENIED)",
        changed(SAMBA, smb -> smb.putInt(8, 0xc0000022)));
    assertRefused(
        FaultKind.UNEXPECTED,
        "the server answers NEGOTIATE with STATUS_INVALID_PARAMETER",
        changed(SAMBA, smb -> smb.putInt(8, 0xc000000d)));
    assertRefused(
        FaultKind.UNEXPECTED,
        "the server chose the dialect 0x02ff, which was not offered",
        changed(SAMBA, smb -> smb.putShort(68, (short) 0x02ff)));
  }

  @Test
  void whatIsNoAnswerIsMalformed() {
    assertRefused(
        FaultKind.MALFORMED,
        "the answer is not SMB: 53 53 48 2d (\"SSH-\")",
        HEX.parseHex("5353482d"));
    assertRefused(
        FaultKind.MALFORMED, "the answer to NEGOTIATE is cut short", Arrays.copyOf(SAMBA, 64 + 63));
    assertRefused(
        FaultKind.MALFORMED,
        "the security buffer of NEGOTIATE lies beyond its end",
        changed(SAMBA, smb -> smb.putShort(64 + 58, (short) 0xffff)));
    assertRefused(
        FaultKind.MALFORMED,
        "the security buffer of NEGOTIATE lies beyond its end",
        changed(SAMBA, smb -> smb.putShort(64 + 56, (short) 64)));
    byte[] request = Arrays.copyOfRange(Negotiate.request(Optional.empty()), 4, 200);
    ProbeException echoed = assertThrows(ProbeException.class, () -> Negotiate.parse(request));
    assertTrue(
        echoed.fault().evidence().startsWith("the answer does not fit NEGOTIATE: fe 53 4d 42"));
  }

  @Test
  void hostileAnswersNeverBreakTheParser() {
    Random random = new Random(20261122);
    int understood = 0;
    for (int turn = 0; turn < 20_000; turn++) {
      byte[] bytes =
          turn % 3 == 0 ? Arrays.copyOf(SAMBA, random.nextInt(SAMBA.length)) : SAMBA.clone();
      for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (turn % 5 == 0 && bytes.length > 128) {
        // Everything behind the header at random: lengths, offsets, times.
        byte[] noise = new byte[bytes.length - 70];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 70, noise.length);
      }
      try {
        Negotiate.parse(bytes);
        understood++;
      } catch (ProbeException e) {
        assertTrue(
            Set.of(FaultKind.MALFORMED, FaultKind.UNEXPECTED).contains(e.fault().kind()),
            () -> HEX.formatHex(bytes));
      }
    }
    assertTrue(understood > 1000, "the good answers among them: " + understood);
  }
}
