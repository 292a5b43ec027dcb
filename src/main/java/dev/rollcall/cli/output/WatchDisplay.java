package dev.rollcall.cli.output;

import dev.rollcall.report.text.WatchBlock;
import dev.rollcall.run.watch.StateChange;
import dev.rollcall.run.watch.WatchScreen;
import dev.rollcall.run.watch.WatchedRule;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
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
      draw(List.of(), rules);
    }
  }

  @Override
  public void probed(List<WatchedRule> rules) {
    draw(List.of(), rules);
  }

  @Override
  public void changed(StateChange change, List<WatchedRule> rules) {
    draw(List.of(lines.line(change)), rules);
  }

  @Override
  public void left(Instant at, String line, List<WatchedRule> rules) {
    draw(List.of(WatchLines.line(at, line)), rules);
  }

  @Override
  public void ended(Instant at, String why) {
    lines.write(over(size.get().columns(), List.of(WatchLines.line(at, why), "")));
    shown = List.of();
  }

  @Override
  public boolean closed() {
    return out.checkError();
  }

  private void draw(List<String> above, List<WatchedRule> rules) {
    Terminal.Size now = size.get();
    List<String> drawn =
        block.lines(
            head, rules.stream().map(WatchDisplay::row).toList(), now.columns(), now.rows());
    List<String> text = new ArrayList<>(above);
    text.addAll(drawn);
    lines.write(over(now.columns(), text));
    shown = drawn.stream().map(line -> Wrap.columns(bare(line))).toList();
  }

  /**
   * Writes over the block, line by line, and erases what is left of it. A terminal that has become
   * narrower has broken its lines. Nothing is erased first: some terminals keep what is erased.
   */
  private String over(int columns, List<String> text) {
    int up = shown.stream().mapToInt(width -> Math.max(1, (width + columns - 1) / columns)).sum();
    StringBuilder out = new StringBuilder(up == 0 ? "" : "\r" + ESCAPE + up + "A");
    text.forEach(line -> out.append(line).append(ESCAPE).append("K\n"));
    return out.append(ESCAPE).append('J').toString();
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
