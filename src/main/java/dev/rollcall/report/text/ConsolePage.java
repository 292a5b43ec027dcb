package dev.rollcall.report.text;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Optional;

/** Collects the lines of the console report: wraps, indents, colours, keeps to the charset. */
final class ConsolePage {
  private final StringBuilder out = new StringBuilder();
  private final ConsoleStyle style;
  private final CharsetEncoder encoder;

  ConsolePage(ConsoleStyle style) {
    this.style = style;
    this.encoder = style.charset().newEncoder();
  }

  /** A heading, after an empty line unless it is the first. */
  void heading(String text) {
    blank();
    String lead = "";
    for (String line : Wrap.lines(fit(text), style.width() - 2)) {
      out.append(lead).append(paint("1", line)).append('\n');
      lead = "  ";
    }
  }

  /** An empty line, but never two of them nor one at the top. */
  void blank() {
    int length = out.length();
    if (length > 1 && !(out.charAt(length - 1) == '\n' && out.charAt(length - 2) == '\n')) {
      out.append('\n');
    }
  }

  /**
   * Wrapped text; continuation lines are indented by two, so that they cannot look like lines of
   * their own.
   */
  void text(int indent, String text) {
    hanging(" ".repeat(indent), indent + 2, text);
  }

  /** A label in its own column, and text beside it. */
  void field(int indent, String label, String text) {
    String lead = " ".repeat(indent) + label;
    hanging(lead + " ".repeat(Math.max(1, 10 - label.length())), indent + 10, text);
  }

  /** Network path and permissions, a field each. */
  void sides(Verdict.Sides sides) {
    field(4, "path", sides.path());
    field(4, "right", sides.right());
  }

  /** A status sign and text. */
  void remark(Status status, String text) {
    hanging(sign(status) + " ", 2, text);
  }

  /**
   * One line for a rule: status sign, id, text, and a number at the right edge.
   *
   * @param id padded to the column
   */
  void row(Status status, String id, int column, String text, String right) {
    String start = fit(id);
    int indent = indent(column);
    boolean narrow = indent != column + 4 || Wrap.columns(start) > column;
    int reserved = right.isEmpty() ? 0 : right.length() + 2;
    List<String> lines = Wrap.lines(fit(text), Math.max(20, style.width() - indent - reserved));
    String lead = start + " ".repeat(Math.max(2, column + 2 - Wrap.columns(start)));
    if (narrow) {
      out.append(sign(status)).append(' ').append(start).append('\n');
    }
    boolean placed = right.isEmpty();
    for (int i = 0; i < lines.size(); i++) {
      boolean first = i == 0 && !narrow;
      int used = (first ? 2 + Wrap.columns(lead) : indent) + Wrap.columns(lines.get(i));
      out.append(first ? sign(status) + " " + lead : " ".repeat(indent)).append(lines.get(i));
      if (!placed && used + reserved <= style.width()) {
        out.append(" ".repeat(style.width() - used - right.length())).append(right);
        placed = true;
      }
      endLine();
    }
    if (!placed) {
      out.append(" ".repeat(style.width() - right.length())).append(right).append('\n');
    }
  }

  /**
   * One cell of a table.
   *
   * @param width of its column, in columns of the page; longer text moves the next cells to the
   *     right
   */
  record Cell(Optional<Status> status, String text, int width) {
    /** The width of a status cell. */
    static int width(Status status) {
      return 2 + status.name().length();
    }
  }

  /** A row of a table; where the page is too narrow for all cells, they wrap below the id. */
  void cells(String id, int column, List<Cell> cells) {
    int widths = cells.stream().mapToInt(Cell::width).sum();
    int gap = column + 2 + widths + 2 * (cells.size() - 1) <= style.width() ? 2 : 1;
    boolean beside = column + 2 + widths + cells.size() - 1 <= style.width();
    int indent = beside ? column + 2 : 4;
    StringBuilder line = new StringBuilder(fit(id));
    if (!beside && !id.isEmpty()) {
      out.append(line).append('\n');
      line.setLength(0);
    }
    pad(line, indent);
    int at = indent;
    for (Cell cell : cells) {
      if (at + cell.width() > style.width() && at > indent) {
        out.append(line);
        endLine();
        line.setLength(0);
        at = indent;
      }
      pad(line, at);
      line.append(cell.status().map(status -> sign(status) + " ").orElse(""));
      line.append(fit(cell.text()));
      at += cell.width() + gap;
    }
    out.append(line);
    endLine();
  }

  private static void pad(StringBuilder line, int to) {
    line.append(" ".repeat(Math.max(0, to - Wrap.columns(line.toString()))));
  }

  /** More text on the rule of the row before. */
  void under(int column, String text) {
    hanging(" ".repeat(indent(column)), indent(column), text);
  }

  /** As {@link #text}, cut to one line. */
  void cutText(int indent, String text) {
    out.append(" ".repeat(indent)).append(cut(fit(text), style.width() - indent));
    endLine();
  }

  /** A heading with a word at the right edge, over a column of numbers. */
  void heading(String text, String right) {
    blank();
    out.append(paint("1", fit(text)));
    int gap = style.width() - Wrap.columns(fit(text)) - right.length();
    out.append(" ".repeat(Math.max(1, gap))).append(right);
    endLine();
  }

  /**
   * One line, whatever its length: status sign, id, destination, as many of the facts as there is
   * room for, and a number at the right edge.
   *
   * @param facts what matters most first
   */
  void line(
      Status status,
      ShortRows.Widths widths,
      String id,
      String to,
      List<String> facts,
      String right) {
    String start = pad(fit(id), widths.id());
    if (Wrap.columns(start) > widths.id()) {
      // An id stands whole, so that it can be typed.
      out.append(sign(status)).append(' ').append(start).append('\n');
      start = " ".repeat(widths.id());
    }
    String place = pad(shortened(fit(to), widths.to()), widths.to());
    int before = 2 + widths.id() + (widths.to() == 0 ? 0 : 2 + widths.to()) + 2;
    int room = style.width() - before - widths.right();
    StringBuilder shown = new StringBuilder();
    for (String fact : facts) {
      String more = (shown.isEmpty() ? "" : ", ") + fit(fact);
      if (Wrap.columns(shown + more) > room) {
        break;
      }
      shown.append(more);
    }
    if (shown.isEmpty() && !facts.isEmpty()) {
      shown.append(cut(fit(facts.get(0)), room));
    }
    String lead = start + (widths.to() == 0 ? "" : "  " + place) + "  " + shown;
    out.append(start.isBlank() ? " " : sign(status)).append(' ').append(lead);
    if (!right.isEmpty()) {
      int gap = style.width() - 2 - Wrap.columns(lead) - right.length();
      out.append(" ".repeat(Math.max(1, gap))).append(right);
    }
    endLine();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Wrap.columns(text)));
  }

  private String ellipsis() {
    return encoder.canEncode('…') ? "…" : "..";
  }

  /** The text, or its beginning. */
  private String cut(String text, int width) {
    return Wrap.columns(text) <= width
        ? text
        : Wrap.cut(text, Math.max(1, width - ellipsis().length())) + ellipsis();
  }

  /** The text without the end of its host: the port stays. */
  private String shortened(String text, int width) {
    if (Wrap.columns(text) <= width) {
      return text;
    }
    int port = text.lastIndexOf(':');
    String tail = port < 0 || text.length() - port > width / 2 + 1 ? "" : text.substring(port);
    int head = Math.max(1, width - Wrap.columns(tail) - ellipsis().length());
    return Wrap.cut(text, head) + ellipsis() + tail;
  }

  /** Beside the ids, or below them where there is too little room. */
  private int indent(int column) {
    return style.width() - column - 4 < 40 ? 4 : column + 4;
  }

  private void hanging(String lead, int indent, String text) {
    boolean first = true;
    for (String line : Wrap.lines(fit(text), Math.max(20, style.width() - indent))) {
      out.append(first ? lead : " ".repeat(indent)).append(line);
      endLine();
      first = false;
    }
  }

  private void endLine() {
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
    out.append('\n');
  }

  /** The sign of a status: one column. */
  String sign(Status status) {
    return switch (status) {
      case PASS -> paint("32", encoder.canEncode('✓') ? "✓" : "+");
      case WARN -> paint("33", "!");
      case INCONCLUSIVE -> paint("35", "?");
      case FAIL -> paint("31", encoder.canEncode('✗') ? "✗" : "x");
      case SKIPPED -> paint("2", "-");
    };
  }

  private String paint(String code, String text) {
    return style.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Printable, and within the charset. */
  private String fit(String text) {
    String line = Printable.line(text);
    if (encoder.canEncode(line)) {
      return line;
    }
    StringBuilder fitted = new StringBuilder();
    line.codePoints()
        .forEach(
            point -> {
              String one = Character.toString(point);
              if (encoder.canEncode(one)) {
                fitted.append(one);
              } else {
                fitted.append(
                    switch (point) {
                      case '…' -> "...";
                      case '→' -> "->";
                      case '±' -> "+-";
                      default -> Printable.escape(point);
                    });
              }
            });
    return fitted.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
