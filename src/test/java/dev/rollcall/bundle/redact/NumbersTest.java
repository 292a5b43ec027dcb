package dev.rollcall.bundle.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers a redacted bundle keeps. */
class NumbersTest {
  private static String redacted(String text) {
    byte[] key = "a key that stays at the site 123".getBytes(StandardCharsets.UTF_8);
    return new Redaction(key, Set.of()).sentence(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567",
        "555-1234567",
        "555-123456",
        "555+1234567",
        "555~1234567",
        "555.1234567",
        "49-30-1234",
        "1234-56-78",
        "1-2-3-4-5-6-7"
      })
  void aTelephoneNumberDoesNotStay(String number) {
    assertFalse(redacted("call " + number + " first").contains(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456",
        "555-123",
        "5.06 s",
        "12ms",
        "16.0.4165.4",
        "9.2p1",
        "5.14-amd64",
        "2026-11-30",
        "2026-11-30T18:20:05.123Z"
      })
  void timesAndVersionsStay(String text) {
    assertEquals("took " + text, redacted("took " + text));
  }
}
