package dev.rollcall.probe.answer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Looks for a secret in what a stand-in has written down. */
public final class SecretLeaks {
  private SecretLeaks() {}

  /** Asserts that nothing of a secret is in a log, in whatever form it may have come. */
  public static void assertNothingOf(String secret, StandInLog log) {
    assertFalse(log.visits().isEmpty());
    String text = log.toString();
    // The first and the last bytes of a longer message change how base64 cuts the middle.
    for (int offset = 0; offset < 3; offset++) {
      byte[] ascii = (".".repeat(offset) + secret).getBytes(StandardCharsets.US_ASCII);
      byte[] wide = (".".repeat(offset) + secret).getBytes(StandardCharsets.UTF_16LE);
      for (byte[] bytes : List.of(ascii, wide)) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        assertFalse(text.contains(base64.substring(4, base64.length() - 4)), text);
      }
    }
    assertFalse(text.contains(secret), text);
    assertFalse(text.contains(String.join("\\u0000", secret.split(""))), text);
    assertTrue(secret.length() > 8, "too short to be looked for");
  }
}
