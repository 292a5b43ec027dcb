package dev.rollcall.report.request;

import java.util.List;
import java.util.stream.Stream;

/** Lists without repetition. */
final class Lists {
  private Lists() {}

  /** The first, then what only the second has. */
  static <T> List<T> union(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }
}
