package dev.rollcall.report.markdown;

import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Text as code in Markdown: nothing in it is markup, and it cannot end the code. */
public final class Code {
  private Code() {}

  /** A span in a line (CommonMark §6.1). */
  public static String span(String text) {
    String line = Printable.line(text).strip();
    if (line.isEmpty()) {
      return "(empty)";
    }
    String fence = "`".repeat(longest(line) + 1);
    boolean touches = line.startsWith("`") || line.endsWith("`");
    String space = touches ? " " : "";
    return fence + space + line + space + fence;
  }

  /** A span in a table, where a bar would end the cell even in code. */
  public static String cell(String text) {
    return span(text.replace('|', '\u00a6'));
  }

  /** A block of lines (§4.5). */
  public static List<String> block(String language, List<String> lines) {
    List<String> printable = lines.stream().map(Printable::line).toList();
    int longest = printable.stream().mapToInt(Code::longest).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    List<String> block = new ArrayList<>();
    block.add(fence + language);
    block.addAll(printable);
    block.add(fence);
    return block;
  }

  /** The longest run of backticks. */
  private static int longest(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
