package dev.rollcall.protocol.http;

import java.util.Locale;

/**
 * Patterns with {@code *} and {@code ?}, without regard to case; never backtracks exponentially.
 */
final class TextGlob {
  private TextGlob() {}

  static boolean matches(String pattern, String text) {
    String p = pattern.toLowerCase(Locale.ROOT);
    String t = text.toLowerCase(Locale.ROOT);
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < t.length()) {
      if (at < p.length() && p.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (at < p.length() && (p.charAt(at) == '?' || p.charAt(at) == t.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < p.length() && p.charAt(at) == '*') {
      at++;
    }
    return at == p.length();
  }
}
