package dev.rollcall.report.notice;

import dev.rollcall.document.NestedJson;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A message for Slack's incoming webhooks: blocks, and the verdict as the text that stands in a
 * notification, or alone where blocks are not known. What is not Rollcall's own is code, in which
 * Slack sees no mention, link or markup; {@code &}, {@code <} and {@code >} are escaped everywhere
 * ("Formatting message text"), and {@code verbatim} makes no link of a name.
 */
final class SlackNotice {
  /** The most characters of a section's text ("Text object"). */
  private static final int SECTION = 3000;

  /** Room for the line that says how much is left out. */
  private static final int MORE = 40;

  /** The most parts, far below the 50 blocks of a message, as a longer one is not read. */
  private static final int PARTS = 20;

  /** The most lines of a part. */
  private static final int LINES = 100;

  private SlackNotice() {}

  static byte[] render(Notice notice) {
    List<String> sections = new ArrayList<>();
    sections.add("*" + escaped(notice.sentence()) + "*");
    sections.add(code(notice.facts()));
    List<Notice.Part> parts = notice.parts();
    parts.stream().limit(PARTS).map(SlackNotice::section).forEach(sections::add);
    int left = parts.stream().skip(PARTS).mapToInt(Notice.Part::size).sum();
    if (left > 0) {
      sections.add("and " + left + " more lines in the run's reports");
    }
    return NestedJson.of(
        json ->
            json.add("text", escaped(notice.headline()) + " " + code(notice.facts()))
                .add(
                    "blocks",
                    sections,
                    (text, block) ->
                        block
                            .add("type", "section")
                            .add(
                                "text",
                                object ->
                                    object
                                        .add("type", "mrkdwn")
                                        .add("text", text)
                                        .add("verbatim", true))));
  }

  private static String section(Notice.Part part) {
    StringBuilder text = new StringBuilder("*" + escaped(part.heading()) + "*");
    int shown = 0;
    for (Notice.Line line : part.first(LINES)) {
      String next =
          "\n\u2022 "
              + code(line.rule())
              + (line.where().isEmpty() ? "" : " " + code(line.where()))
              + ": "
              + code(line.what());
      if (text.length() + next.length() > SECTION - MORE) {
        break;
      }
      text.append(next);
      shown++;
    }
    int left = part.size() - shown;
    return left == 0 ? text.toString() : text + "\nand " + left + " more";
  }

  private static String escaped(String text) {
    return Printable.line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A span of code, which a backtick would end. */
  private static String code(String text) {
    String inside = escaped(text.replace('`', '\'')).strip();
    return inside.isEmpty() ? "" : "`" + inside + "`";
  }
}
