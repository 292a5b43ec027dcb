package dev.rollcall.cli;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern over rule ids: {@code *} stands for any run of characters, {@code ?} for one. */
final class Glob {
  private Glob() {}

  static Predicate<String> of(String glob) {
    StringBuilder pattern = new StringBuilder();
    for (char c : glob.toCharArray()) {
      switch (c) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(pattern.toString()).asMatchPredicate();
  }
}
