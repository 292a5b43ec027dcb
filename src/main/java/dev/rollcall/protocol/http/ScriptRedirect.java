package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.PageTags;
import dev.rollcall.protocol.http.message.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages whose script leads the browser elsewhere, as captive portals answer instead of a redirect.
 * A page that shows more than a few words is none, whatever its scripts do.
 */
final class ScriptRedirect {
  /** The most visible text of such a page, in characters. */
  private static final int VISIBLE = 400;

  private static final int MOST = 20;

  private static final Pattern MOVES =
      Pattern.compile(
          "location(?:\\.href)?\\s{0,20}=[^=]|location\\.(?:replace|assign)\\s{0,20}\\(|"
              + "\\.submit\\s{0,20}\\(");

  private static final Pattern TARGET =
      Pattern.compile(
          "location(?:\\.href\\s{0,20}=|\\s{0,20}=|\\.(?:replace|assign)\\s{0,20}\\()"
              + "\\s{0,20}[\"']([^\"'<>\\s]{1,2000})[\"']");

  private static final Pattern ACTION =
      Pattern.compile(
          "[\\s/\"']action\\s{0,5}=\\s{0,5}[\"']?([^\"'<>\\s]{1,2000})", Pattern.CASE_INSENSITIVE);

  private ScriptRedirect() {}

  /** Whether the page is one. */
  static boolean in(Answer answer) {
    return answer.mayBePage()
        && MOVES.matcher(answer.body()).find()
        && PageText.visible(answer.body()).length() <= VISIBLE;
  }

  /** Where it leads, as far as addresses stand in it; empty if it is none. */
  static List<Location> of(Answer answer) {
    List<Location> found = new ArrayList<>();
    if (in(answer)) {
      String page = answer.body().replace("\\/", "/");
      add(found, TARGET.matcher(page), answer);
      if (page.contains(".submit")) {
        PageTags.of(page, "<form").forEach(form -> add(found, ACTION.matcher(form), answer));
      }
    }
    return found;
  }

  private static void add(List<Location> found, Matcher matcher, Answer answer) {
    while (found.size() < MOST && matcher.find()) {
      Location.of(matcher.group(1), answer.scheme(), answer.asked()).ifPresent(found::add);
    }
  }
}
