package dev.rollcall.protocol.smtp;

import dev.rollcall.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The text of a mail, in ASCII: as it is where it can be, else in base64 (RFC 2045 §6.8). Lines are
 * ended by a line feed.
 */
record MailText(String charset, String encoding, String lines) {
  /** The longest line without its end, in characters (RFC 5322 §2.1.1). */
  private static final int LONGEST_LINE = 998;

  /** The longest subject, in characters. */
  private static final int SUBJECT = 200;

  /** The longest line of a subject; a header line should have 78 (RFC 5322 §2.1.1). */
  private static final int SUBJECT_LINE = 65;

  /** The most bytes of an encoded word: a line that has one has 76 characters at most (§2). */
  private static final int WORD = 39;

  /** The text, whatever it holds. */
  static MailText of(String text) {
    boolean plain =
        Arrays.stream(text.split("\n", -1))
            .allMatch(
                line ->
                    line.length() <= LONGEST_LINE
                        && line.chars().allMatch(c -> c >= ' ' && c <= '~'));
    return plain
        ? new MailText("us-ascii", "7bit", text)
        : new MailText(
            "utf-8",
            "base64",
            Base64.getMimeEncoder()
                    .encodeToString(
                        text.replace("\r", "")
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.UTF_8))
                    .replace("\r", "")
                + "\n");
  }

  /**
   * A subject: one line, whose characters are safe to show, folded (RFC 5322 §2.2.3), and as
   * encoded words where it has others than ASCII (RFC 2047 §4.1) or looks like one.
   */
  static String subject(String text) {
    String line = Printable.line(text, SUBJECT).strip();
    boolean plain = line.chars().allMatch(c -> c >= ' ' && c <= '~') && !line.contains("=?");
    return plain ? folded(line) : encoded(line);
  }

  /** Folded before a blank, so that unfolding gives the same text. */
  private static String folded(String line) {
    StringBuilder out = new StringBuilder();
    int begun = 0;
    for (int i = 0; i < line.length(); i++) {
      char each = line.charAt(i);
      boolean blank = each == ' ' && line.charAt(i - 1) != ' ' && line.charAt(i + 1) != ' ';
      int next = line.indexOf(' ', i + 1);
      if (blank && (next < 0 ? line.length() : next) - begun > SUBJECT_LINE) {
        out.append('\n');
        begun = i;
      }
      out.append(each);
    }
    return out.toString();
  }

  private static String encoded(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int point : line.codePoints().toArray()) {
      String each = Character.toString(point);
      int more = each.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > WORD) {
        words.add(word(word.toString()));
        word.setLength(0);
        bytes = 0;
      }
      word.append(each);
      bytes += more;
    }
    words.add(word(word.toString()));
    return String.join("\n ", words);
  }

  private static String word(String text) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}
