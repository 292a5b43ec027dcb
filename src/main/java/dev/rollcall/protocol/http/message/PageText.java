package dev.rollcall.protocol.http.message;

import java.util.Locale;

/** What a person would read of an HTML page; pure, in linear time, and never exact. */
public final class PageText {
  private PageText() {}

  /** The text outside of tags, comments, scripts and styles, in lower case. */
  public static String visible(String page) {
    String lower = page.toLowerCase(Locale.ROOT);
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < lower.length()) {
      int tag = lower.indexOf('<', at);
      text.append(lower, at, tag < 0 ? lower.length() : tag).append(' ');
      at = tag < 0 ? lower.length() : after(lower, tag);
    }
    return text.toString().replace("&nbsp;", " ").strip();
  }

  /** Where the text goes on after what begins at a {@code <}. */
  private static int after(String lower, int tag) {
    String end = ">";
    if (lower.startsWith("<!--", tag)) {
      end = "-->";
    } else if (lower.startsWith("<script", tag)) {
      end = "</script";
    } else if (lower.startsWith("<style", tag)) {
      end = "</style";
    }
    int found = lower.indexOf(end, tag + 1);
    return found < 0 ? lower.length() : found + end.length() - (end.endsWith(">") ? 0 : 1);
  }
}
