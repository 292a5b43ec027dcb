package dev.rollcall.probe.ber;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BerNestingTest {
  /** Sequences in each other, each of definite length. */
  private static byte[] nested(int depth, byte[] innermost) {
    ByteBuffer all = ByteBuffer.allocate(6 * depth + innermost.length);
    for (int i = 0; i < depth; i++) {
      all.put((byte) 0x30).put((byte) 0x84).putInt(all.remaining() - 4);
    }
    return all.put(innermost).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void theBoundIsHeld() {
    byte[] leaf = {4, 1, 0x30};
    assertFalse(BerNesting.tooDeep(nested(BerNesting.DEEPEST, leaf)));
    assertTrue(BerNesting.tooDeep(nested(BerNesting.DEEPEST + 1, leaf)));
    assertTrue(BerNesting.tooDeep(nested(40_000, leaf)));
  }

  @Test
  void whatStandsSideBySideIsNotDeep() {
    byte[] leaf = {4, 0};
    byte[] many = new byte[0];
    for (int i = 0; i < 100; i++) {
      many = join(many, nested(10, leaf));
    }
    assertFalse(BerNesting.tooDeep(nested(10, many)));
    assertFalse(BerNesting.tooDeep(join(nested(60, leaf), nested(60, leaf))));
  }

  @Test
  void indefiniteLengthsCountToo() {
    byte[] open = {0x30, (byte) 0x80};
    byte[] end = {0, 0};
    byte[] deep = new byte[0];
    byte[] flat = new byte[0];
    for (int i = 0; i < BerNesting.DEEPEST + 1; i++) {
      deep = join(deep, open);
      flat = join(flat, open, end);
    }
    assertTrue(BerNesting.tooDeep(deep));
    assertFalse(BerNesting.tooDeep(flat));
  }

  /** An empty element of tag 0 ends nothing where lengths are definite. */
  @Test
  void zerosDoNotHideDepth() {
    byte[] value = {4, 0};
    for (int i = 0; i < BerNesting.DEEPEST + 1; i++) {
      value = nested(1, join(new byte[] {0, 0}, value));
    }
    assertTrue(BerNesting.tooDeep(value));
  }

  @Test
  void longTagsAreSteppedOver() {
    byte[] value = {4, 0};
    for (int i = 0; i < BerNesting.DEEPEST + 1; i++) {
      byte[] head = {(byte) 0xbf, (byte) 0x81, 0x05, (byte) 0x82};
      byte[] length = {(byte) (value.length >> 8), (byte) value.length};
      value = join(head, length, value);
    }
    assertTrue(BerNesting.tooDeep(value));
  }

  @Test
  void everyArrayHasAnEnd() {
    Random random = new Random(690);
    byte[][] pieces = {{0x30, (byte) 0x80}, {0x30, 3}, {0, 0}, {4, 1, 7}, {(byte) 0xbf}, {-1}};
    int deep = 0;
    for (int round = 0; round < 5_000; round++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int most = random.nextInt(pieces.length);
      for (int piece = random.nextInt(300); piece > 0; piece--) {
        bytes.writeBytes(pieces[random.nextInt(most + 1)]);
      }
      deep += BerNesting.tooDeep(bytes.toByteArray()) ? 1 : 0;
    }
    assertTrue(deep > 250 && deep < 4_750, "too deep: " + deep);
  }
}
