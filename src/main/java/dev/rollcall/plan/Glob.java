package dev.rollcall.plan;

import dev.rollcall.text.Wildcards;
import java.util.function.Predicate;

/** A pattern over rule ids: {@code *} stands for any run of characters, {@code ?} for one. */
public final class Glob {
  private Glob() {}

  public static Predicate<String> of(String glob) {
    return text -> Wildcards.match(glob, text);
  }
}
