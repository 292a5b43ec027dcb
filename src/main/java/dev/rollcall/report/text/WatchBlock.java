package dev.rollcall.report.text;

import dev.rollcall.model.Status;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of a terminal that show watched rules; each fits the terminal. Pure. */
public final class WatchBlock {
  private static final int WIDEST_ID = 26;

  private final ConsolePage signs;
  private final ConsolePage plain;
  private final boolean ellipsis;

  /**
   * @param colour whether the first sign of a line is coloured
   */
  public WatchBlock(Charset charset, boolean colour) {
    signs = new ConsolePage(new ConsoleStyle(80, charset, colour, ConsoleStyle.Detail.NORMAL));
    plain = new ConsolePage(new ConsoleStyle(80, charset, false, ConsoleStyle.Detail.NORMAL));
    ellipsis = charset.newEncoder().canEncode('…');
  }

  /**
   * One rule.
   *
   * @param state in a few words
   * @param since when that state began
   * @param trail the last results, the oldest first
   */
  public record Row(Status status, String id, String state, String since, List<Status> trail) {
    public Row {
      trail = List.copyOf(trail);
    }

    private boolean works() {
      return status.works();
    }
  }

  /**
   * The lines, without their ends. Where the rows do not fit, those that work are left out first.
   *
   * @param head wrapped, if there is room for it
   * @param width columns of the terminal; the last one stays free, as some terminals wrap there
   * @param height lines of the terminal; one stays free for the cursor
   */
  public List<String> lines(String head, List<Row> rows, int width, int height) {
    int columns = Math.max(10, width) - 1;
    int room = Math.max(1, height - 1);
    List<String> lines = new ArrayList<>();
    Wrap.lines(Printable.line(head), columns).forEach(line -> lines.add(Wrap.cut(line, columns)));
    if (lines.size() > Math.max(0, room - rows.size()) && lines.size() > room / 3) {
      lines.clear();
    }
    int fitting = room - lines.size();
    List<Row> shown = rows;
    if (rows.size() > fitting) {
      List<Row> ranked =
          Stream.concat(rows.stream().filter(row -> !row.works()), rows.stream().filter(Row::works))
              .limit(fitting - 1L)
              .toList();
      shown = rows.stream().filter(ranked::contains).toList();
    }
    int ids = widest(shown.stream().map(Row::id).toList());
    int states = widest(shown.stream().map(Row::state).toList());
    for (Row row : shown) {
      lines.add(line(row, Math.min(ids, WIDEST_ID), states, columns));
    }
    if (shown.size() < rows.size()) {
      lines.add(
          Wrap.cut(
              (ellipsis ? "…" : "...") + " and " + (rows.size() - shown.size()) + " more",
              columns));
    }
    return lines;
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> Wrap.columns(Printable.line(text))).max().orElse(0);
  }

  private String line(Row row, int ids, int states, int columns) {
    String text =
        pad(Printable.line(row.id()), ids)
            + "  "
            + pad(Printable.line(row.state()), states)
            + "  since "
            + row.since();
    int room = Math.max(0, columns - 2 - Wrap.columns(text) - 2);
    String trail =
        row.trail().stream()
            .skip(Math.max(0, row.trail().size() - room))
            .map(plain::sign)
            .collect(Collectors.joining("", "  ", ""));
    return signs.sign(row.status()) + " " + Wrap.cut(text + trail, columns - 2).stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Wrap.columns(text)));
  }
}
