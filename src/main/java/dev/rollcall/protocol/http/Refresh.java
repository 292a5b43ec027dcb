package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.PageTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Redirects that stand in a page, which captive portals and filters like: refresh by meta tag. */
final class Refresh {
  private static final int MOST = 20;

  private Refresh() {}

  /** Where the answer's Refresh header and its page's meta tags lead. */
  static List<Location> of(Answer answer) {
    List<Location> found = new ArrayList<>();
    answer.header("Refresh").ifPresent(value -> add(found, value, answer));
    if (!answer.mayBePage()) {
      return found;
    }
    PageTags.of(answer.body(), "<meta").stream()
        .filter(Refresh::isRefresh)
        .limit(MOST)
        .forEach(tag -> add(found, tag, answer));
    return found;
  }

  private static boolean isRefresh(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    return lower.contains("http-equiv") && lower.contains("refresh");
  }

  /** What stands after {@code url=}, up to a quote or the end. */
  private static void add(List<Location> found, String text, Answer answer) {
    int at = text.toLowerCase(Locale.ROOT).indexOf("url=");
    if (at < 0) {
      return;
    }
    String value = text.substring(at + 4).strip();
    if (value.startsWith("'") || value.startsWith("\"")) {
      value = value.substring(1);
    }
    int end = 0;
    while (end < value.length() && "'\"<> ".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    Location.of(value.substring(0, end), answer.scheme(), answer.asked()).ifPresent(found::add);
  }
}
