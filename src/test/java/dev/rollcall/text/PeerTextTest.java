package dev.rollcall.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PeerTextTest {
  @Test
  void plainTextStays() {
    assertEquals("Prüfung – 試験 <&>\"'", PeerText.safe("Prüfung – 試験 <&>\"'"));
  }

  @Test
  void whatATerminalObeysIsShown() {
    assertEquals("\\u001b[31m\\u000d\\u000a\\u0000", PeerText.safe("\u001b[31m\r\n\u0000"));
    assertEquals("\\u009b31m", PeerText.safe("\u009b31m"));
    assertEquals(
        "a\\u202eb\\u2028\\u2029\\u200b\\ufeff", PeerText.safe("a\u202eb\u2028\u2029\u200b\ufeff"));
    assertEquals("\\ud800x", PeerText.safe("\ud800x"));
    assertEquals("\\ue000", PeerText.safe("\ue000"));
    assertEquals("\\udb40\\udc41", PeerText.safe(Character.toString(0xe0041)));
  }

  @Test
  void longTextIsCut() {
    assertEquals("x".repeat(PeerText.LIMIT), PeerText.safe("x".repeat(PeerText.LIMIT)));
    assertEquals("x".repeat(PeerText.LIMIT) + "…", PeerText.safe("x".repeat(1_000_000)));
    assertTrue(PeerText.safe("\u0001".repeat(1_000_000)).length() <= PeerText.LIMIT * 8 + 1);
  }

  @Test
  void dumps() {
    assertEquals(
        "53 53 48 0a (\"SSH\\u000a\")", PeerText.dump("SSH\n".getBytes(StandardCharsets.US_ASCII)));
    String much = PeerText.dump(new byte[100_000]);
    assertTrue(much.length() < 500 && much.contains("… "), much);
  }
}
