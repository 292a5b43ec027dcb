package dev.rollcall.cli.output;

import dev.rollcall.report.text.WatchBlock;
import dev.rollcall.run.watch.Change;
import dev.rollcall.run.watch.WatchScreen;
import dev.rollcall.run.watch.WatchedRule;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows a watch on a terminal that obeys ANSI sequences: the watched rules in a block that is drawn
 * again in place, and above it a line for each change, which scrolls away as other lines do.
 */
public final class WatchDisplay implements WatchScreen {
  private static final String ESCAPE = "\u001b[";

  private final PrintStream out;
  private final WatchLines lines;
  private final WatchBlock block;
  private final Supplier<Terminal.Size> size;
  private String head = "";
  private List<Integer> shown = List.of();

  /**
   * @param size of the terminal, asked before each drawing, as it may change
   */
  public WatchDisplay(
      PrintStream out, WatchLines lines, WatchBlock block, Supplier<Terminal.Size> size) {
    this.out = out;
    this.lines = lines;
    this.block = block;
    this.size = size;
  }

  @Override
  public void began(Instant at, List<WatchedRule> rules, List<String> left) {
    lines.leave(at, left);
    head = WatchLines.line(at, lines.head(rules.size()) + "; Ctrl-C ends and reports");
    if (!rules.isEmpty()) {
      draw("", rules);
    }
  }

  @Override
  public void probed(List<WatchedRule> rules) {
    draw("", rules);
  }

  @Override
  public void changed(Change change, List<WatchedRule> rules) {
    draw(lines.line(change) + "\n", rules);
  }

  @Override
  public void left(Instant at, String line, List<WatchedRule> rules) {
    draw(WatchLines.line(at, line) + "\n", rules);
  }

  @Override
  public void ended(Instant at, String why) {
    lines.write(erased(size.get().columns()) + WatchLines.line(at, why) + "\n\n");
    shown = List.of();
  }

  @Override
  public boolean closed() {
    return out.checkError();
  }

  private void draw(String above, List<WatchedRule> rules) {
    Terminal.Size now = size.get();
    List<String> drawn =
        block.lines(
            head, rules.stream().map(WatchDisplay::row).toList(), now.columns(), now.rows());
    String text = erased(now.columns()) + above + String.join("\n", drawn) + "\n";
    lines.write(text);
    shown = drawn.stream().map(line -> Wrap.columns(bare(line))).toList();
  }

  /** Erases the block. A terminal that has become narrower has broken its lines. */
  private String erased(int columns) {
    int up = shown.stream().mapToInt(width -> Math.max(1, (width + columns - 1) / columns)).sum();
    return up == 0 ? "" : "\r" + ESCAPE + up + "A" + ESCAPE + "J";
  }

  private static String bare(String line) {
    return line.replaceAll("\u001b\\[[0-9]*m", "");
  }

  private static WatchBlock.Row row(WatchedRule rule) {
    return new WatchBlock.Row(
        rule.state().status(),
        rule.id(),
        rule.state().text(),
        Times.clock(rule.since()),
        rule.trail());
  }
}
