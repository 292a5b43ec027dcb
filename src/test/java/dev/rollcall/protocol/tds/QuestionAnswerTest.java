package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.tds.LoginPeer.Tokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The tokens that answer the question after a login, as far as a driver believes them. */
class QuestionAnswerTest {
  private static final int NVARCHAR = 0xe7;

  /** COLMETADATA of one column. */
  private static Tokens column(int type, int length, int flags) {
    return new Tokens()
        .u8(0x81)
        .u16(1)
        .u32(0)
        .u16(flags)
        .u8(type)
        .u16(length)
        .u32(0x00d00409)
        .u8(0x34)
        .text("");
  }

  private static Tokens chunked() {
    return column(NVARCHAR, 0xffff, 1).u8(0xd1);
  }

  private static Tokens u64(Tokens tokens, long value) {
    return tokens.u32((int) value).u32((int) (value >>> 32));
  }

  private static void good(Tokens tokens) {
    assertDoesNotThrow(() -> QuestionAnswer.check(tokens.get(), false));
  }

  private static String malformed(byte[] tokens) {
    ProbeException thrown =
        assertThrows(ProbeException.class, () -> QuestionAnswer.check(tokens, false));
    assertEquals(FaultKind.MALFORMED, thrown.fault().kind());
    return thrown.fault().evidence();
  }

  @Test
  void whatRealServersSayIsPassedOn() throws ProbeException {
    QuestionAnswer.check(LoginPeer.row(), false);
    QuestionAnswer.check(LoginPeer.refused("No.", 229, 1), false);
    // A null, and the same in a row that has a bit for each column.
    good(column(NVARCHAR, 256, 9).u8(0xd1).u16(0xffff));
    good(column(NVARCHAR, 256, 9).u8(0xd2).u8(1));
    good(column(NVARCHAR, 256, 9).u8(0xd2).u8(0).u16(2).u16('x'));
    // Column encryption was agreed on, and no column is encrypted.
    byte[] plain = column(NVARCHAR, 256, 9).get();
    byte[] keyed = new byte[plain.length + 2];
    System.arraycopy(plain, 0, keyed, 0, 3);
    System.arraycopy(plain, 3, keyed, 5, plain.length - 3);
    QuestionAnswer.check(keyed, true);
    keyed[3] = 1;
    assertThrows(ProbeException.class, () -> QuestionAnswer.check(keyed, true));
  }

  @Test
  void valuesInChunksAreHeldToWhatIsThere() {
    good(u64(chunked(), 4).u32(2).u16('a').u32(2).u16('b').u32(0));
    good(u64(chunked(), -2).u32(2).u16('a').u32(0));
    good(u64(chunked(), -1));
    for (long claimed : new long[] {1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -3, 100}) {
      assertTrue(
          malformed(u64(chunked(), claimed).u32(2).u16('a').u32(0).get()).contains("claims"),
          Long.toHexString(claimed));
    }
    malformed(u64(chunked(), 6).u32(2).u16('a').u32(0).get());
    for (int chunk : new int[] {Integer.MAX_VALUE, -1, 100}) {
      malformed(u64(chunked(), -2).u32(chunk).u16('a').u32(0).get());
    }
  }

  @Test
  void unrequestedColumnsAreRefused() {
    // image, text, variant, UDT, XML, int, decimal, varbinary(max), date and time.
    for (int type : new int[] {0x22, 0x23, 0x62, 0xf0, 0xf1, 0x38, 0x6a, 0xa5, 0x2a}) {
      assertTrue(malformed(column(type, 256, 9).get()).contains("has a column of type"));
    }
    malformed(column(NVARCHAR, 8002, 9).get());
    malformed(column(NVARCHAR, 255, 9).get());
    malformed(column(NVARCHAR, 256, 0x0809).get());
    malformed(new Tokens().u8(0x81).u16(0).get());
    malformed(new Tokens().u8(0x81).u16(0xffff).get());
    malformed(new Tokens().u8(0x81).u16(65).get());
    malformed(new Tokens().u8(0xd1).u16(0).get());
    malformed(new Tokens().token(0xe3, new Tokens().u8(4).text("8000").text("4096")).get());
    malformed(new Tokens().u8(0xa3).get());
  }

  /** Wherever an answer is cut, a driver would read on. */
  @Test
  void noTokenReachesBeyondTheEnd() throws ProbeException {
    byte[] whole = LoginPeer.row();
    int good = 0;
    for (int length = 0; length < whole.length; length++) {
      try {
        QuestionAnswer.check(Arrays.copyOf(whole, length), false);
        good++;
      } catch (ProbeException e) {
        assertEquals(FaultKind.MALFORMED, e.fault().kind());
      }
    }
    assertEquals(3, good, "nothing, the columns, and the row with them are whole");
  }
}
