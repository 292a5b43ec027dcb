package dev.rollcall.report.page.view;

import dev.rollcall.model.Status;

/**
 * A status for a reader: by word, sign and colour.
 *
 * @param word the class in the style and the value of the filter: {@code fail}
 */
public record StatusView(String word, String label, String sign) {
  /** The words of a status. */
  public static StatusView of(Status status) {
    String word = status.word();
    return switch (status) {
      case PASS -> new StatusView(word, "passed", "✓");
      case WARN -> new StatusView(word, "warning", "!");
      case INCONCLUSIVE -> new StatusView(word, "not decided", "?");
      case FAIL -> new StatusView(word, "failed", "✗");
      case SKIPPED -> new StatusView(word, "skipped", "–");
    };
  }
}
