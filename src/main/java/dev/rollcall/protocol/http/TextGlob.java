package dev.rollcall.protocol.http;

import dev.rollcall.text.Wildcards;
import java.util.Locale;

/**
 * Patterns with {@code *} and {@code ?}, without regard to case; never backtracks exponentially.
 */
final class TextGlob {
  private TextGlob() {}

  static boolean matches(String pattern, String text) {
    return Wildcards.match(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }
}
