package dev.rollcall.plan;

import java.util.function.Predicate;

/** A pattern over rule ids: {@code *} stands for any run of characters, {@code ?} for one. */
public final class Glob {
  private Glob() {}

  public static Predicate<String> of(String glob) {
    return text -> matches(glob, text);
  }

  /** Goes back to the last star only, so that no pattern takes long. */
  private static boolean matches(String glob, String text) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < text.length()) {
      if (at < glob.length() && glob.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (at < glob.length()
          && (glob.charAt(at) == '?' || glob.charAt(at) == text.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < glob.length() && glob.charAt(at) == '*') {
      at++;
    }
    return at == glob.length();
  }
}
