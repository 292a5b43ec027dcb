package dev.rollcall.report.text;

import dev.rollcall.model.rule.Rule;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One line on a terminal that shows which rules are being probed: {@code 12/38 ad.ldaps, sql.tds};
 * if they take longer, which are waited for: {@code 36/38 waiting for sql.tds (3 s)}.
 *
 * <p>It overwrites itself and erases itself at the end. The caller makes none if the output is not
 * a terminal. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
  /** In a run with many rules, the line changes about so often. */
  private static final int CHANGES = 200;

  /** From then on it says what is waited for. */
  private static final Duration LONG = Duration.ofSeconds(2);

  /** More do not fit into a line. */
  private static final int NAMES = 20;

  private final PrintStream out;
  private final int total;
  private final int width;
  private final boolean ellipsis;
  private final LongSupplier clock;

  /** When each began, in nanoseconds of the clock; the first began first. */
  private final Map<String, Long> running = new LinkedHashMap<>();

  private int finished;
  private int shown;
  private boolean closed;

  /**
   * @param out the terminal, usually standard error; not closed
   * @param total number of rules
   * @param width columns of the terminal
   * @param charset of the terminal
   * @param clock monotonic, in nanoseconds
   */
  public Progress(PrintStream out, int total, int width, Charset charset, LongSupplier clock) {
    this.out = out;
    this.total = total;
    // The last column stays free: some terminals wrap as soon as it is written.
    this.width = Math.max(10, width) - 1;
    this.ellipsis = charset.newEncoder().canEncode('…');
    this.clock = clock;
  }

  /** A rule is being probed. */
  public synchronized void started(Rule rule) {
    running.put(rule.id(), clock.getAsLong());
    if (total <= CHANGES) {
      show();
    }
  }

  /** A rule's evidence is complete, even if it was never started. */
  public synchronized void finished(Rule rule) {
    running.remove(rule.id());
    finished++;
    if (finished % (1 + total / CHANGES) == 0) {
      show();
    }
  }

  /** Time has passed: to be called about every second. */
  public synchronized void tick() {
    if (!running.isEmpty()) {
      show();
    }
  }

  /** All rules have their verdicts, and something else is waited for. */
  public synchronized void waiting(String line) {
    draw(line);
  }

  /** Erases the line; later events are not shown. */
  @Override
  public synchronized void close() {
    draw("");
    closed = true;
  }

  private void show() {
    if (running.isEmpty()) {
      draw(finished + "/" + total);
      return;
    }
    long now = clock.getAsLong();
    long longest = now - running.values().iterator().next();
    String names =
        longest < LONG.toNanos()
            ? running.keySet().stream().limit(NAMES).collect(Collectors.joining(", "))
            : "waiting for "
                + running.entrySet().stream()
                    .limit(NAMES)
                    .map(one -> one.getKey() + " (" + seconds(now - one.getValue()) + " s)")
                    .collect(Collectors.joining(", "));
    draw(finished + "/" + total + "  " + names + more());
  }

  private static long seconds(long nanoseconds) {
    return Duration.ofNanos(nanoseconds).toSeconds();
  }

  private void draw(String text) {
    if (closed) {
      return;
    }
    String line = Printable.line(text);
    if (Wrap.columns(line) > width) {
      line = Wrap.cut(line, width - more().length()) + more();
    }
    int columns = Wrap.columns(line);
    // Spaces instead of a terminal's erase sequence: they work everywhere.
    String erased = " ".repeat(Math.max(0, shown - columns));
    out.print("\r" + line + erased + (erased.isEmpty() ? "" : "\r" + line));
    out.flush();
    shown = columns;
  }

  private String more() {
    return ellipsis ? " …" : " ...";
  }
}
