package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Redirects that stand in a page, which captive portals and filters like: refresh by meta tag. */
final class Refresh {
  private static final int TAG = 2048;
  private static final int TAGS = 100;

  private Refresh() {}

  /** Where the answer's Refresh header and its page's meta tags lead. */
  static List<Location> of(Answer answer) {
    List<Location> found = new ArrayList<>();
    answer.header("Refresh").ifPresent(value -> add(found, value, answer));
    if (!answer.mayBePage()) {
      return found;
    }
    String page = answer.body();
    String lower = page.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("<meta");
    for (int tags = 0; at >= 0 && tags < TAGS; tags++) {
      int end = lower.indexOf('>', at);
      if (end < 0) {
        return found;
      }
      if (end - at <= TAG && isRefresh(lower.substring(at, end))) {
        add(found, page.substring(at, end), answer);
      }
      at = lower.indexOf("<meta", end);
    }
    return found;
  }

  private static boolean isRefresh(String tag) {
    return tag.contains("http-equiv") && tag.contains("refresh");
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
