package dev.rollcall.plan;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern over rule ids: {@code *} stands for any run of characters, {@code ?} for one. */
public final class Glob {
  private Glob() {}

  public static Predicate<String> of(String glob) {
    StringBuilder pattern = new StringBuilder();
    for (String part : glob.split("(?<=[*?])|(?=[*?])", -1)) {
      pattern.append(
          switch (part) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(part);
          });
    }
    return Pattern.compile(pattern.toString()).asMatchPredicate();
  }
}
