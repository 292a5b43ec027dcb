package dev.rollcall.protocol.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tags of an HTML page; pure, in linear time, and never exact. */
public final class PageTags {
  /** The most of a tag, in characters. */
  private static final int LONGEST = 2048;

  private PageTags() {}

  /**
   * The tags that begin like this, in the page's order. A tag ends before the next {@code >}; of a
   * longer one than 2,048 characters the beginning is taken. One without an end is none.
   *
   * @param beginning such as {@code <input}, in lower case
   */
  public static List<String> of(String page, String beginning) {
    String lower = page.toLowerCase(Locale.ROOT);
    List<String> tags = new ArrayList<>();
    int at = lower.indexOf(beginning);
    while (at >= 0) {
      int end = lower.indexOf('>', at);
      if (end < 0) {
        return tags;
      }
      tags.add(page.substring(at, Math.min(end, at + LONGEST)));
      at = lower.indexOf(beginning, end);
    }
    return tags;
  }
}
