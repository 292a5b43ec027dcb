package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void plainTextStays() {
    assertEquals("Prüfung – 試験 <&>\"'", Text.safe("Prüfung – 試験 <&>\"'"));
  }

  @Test
  void whatATerminalObeysIsShown() {
    assertEquals("\\u001b[31m\\u000d\\u000a\\u0000", Text.safe("\u001b[31m\r\n\u0000"));
    assertEquals("\\u009b31m", Text.safe("\u009b31m"));
    assertEquals(
        "a\\u202eb\\u2028\\u2029\\u200b\\ufeff", Text.safe("a\u202eb\u2028\u2029\u200b\ufeff"));
    assertEquals("\\ud800x", Text.safe("\ud800x"));
    assertEquals("\\ue000", Text.safe("\ue000"));
    assertEquals("\\ue0041", Text.safe(Character.toString(0xe0041)));
  }

  @Test
  void longTextIsCut() {
    assertEquals("x".repeat(Text.LIMIT), Text.safe("x".repeat(Text.LIMIT)));
    assertEquals("x".repeat(Text.LIMIT) + "…", Text.safe("x".repeat(1_000_000)));
    assertTrue(Text.safe("\u0001".repeat(1_000_000)).length() <= Text.LIMIT * 8 + 1);
  }

  @Test
  void brokenUtf8IsReplaced() {
    assertEquals("a\ufffdb", Text.safe(new byte[] {'a', (byte) 0xff, 'b'}));
    assertEquals("ü", Text.safe("ü".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void dumps() {
    assertEquals(
        "53 53 48 0a (\"SSH\\u000a\")", Text.dump("SSH\n".getBytes(StandardCharsets.US_ASCII)));
    String much = Text.dump(new byte[100_000]);
    assertTrue(much.length() < 500 && much.contains("… "), much);
  }
}
