package dev.rollcall.cli.output;

import dev.rollcall.run.watch.StateChange;
import dev.rollcall.run.watch.WatchScreen;
import dev.rollcall.run.watch.WatchedRule;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Shows a watch in lines that begin with the UTC time: the first state, and then each change. */
public final class WatchLines implements WatchScreen {
  private final PrintStream out;
  private final Charset charset;
  private final Duration every;
  private final Runnable before;

  /**
   * @param out gets whole lines
   * @param charset of the output
   * @param every from one round of a rule to the next
   * @param before makes room before the first line
   */
  public WatchLines(PrintStream out, Charset charset, Duration every, Runnable before) {
    this.out = out;
    this.charset = charset;
    this.every = every;
    this.before = before;
  }

  @Override
  public void began(Instant at, List<WatchedRule> rules, List<String> left) {
    leave(at, left);
    rules.forEach(rule -> print(at, rule.id() + ": " + rule.state().text()));
    if (!rules.isEmpty()) {
      print(at, head(rules.size()));
    }
  }

  /** The rules that are not watched. */
  void leave(Instant at, List<String> left) {
    before.run();
    left.forEach(line -> print(at, line));
  }

  /** {@code watching 2 rules every 2 s; logins are not repeated}. */
  String head(int rules) {
    return "watching "
        + Counted.of(rules, "rule")
        + " every "
        + Times.seconds(every)
        + " s; logins and test mails are not repeated";
  }

  @Override
  public void probed(List<WatchedRule> rules) {}

  @Override
  public void changed(StateChange change, List<WatchedRule> rules) {
    print(line(change));
  }

  @Override
  public void left(Instant at, String line, List<WatchedRule> rules) {
    print(at, line);
  }

  @Override
  public void ended(Instant at, String why) {
    print(at, why);
  }

  @Override
  public boolean closed() {
    return out.checkError();
  }

  /** {@code 14:03:22 sql.tds: DROPPED → PASS, 32 ms}. */
  String line(StateChange change) {
    return line(change.at(), change.text(charset.newEncoder().canEncode('→') ? "→" : "->"));
  }

  static String line(Instant at, String text) {
    return Printable.line(Times.clock(at) + " " + text);
  }

  private void print(Instant at, String text) {
    print(line(at, text));
  }

  private void print(String line) {
    write(line + "\n");
  }

  /** Writes text as it is. */
  void write(String text) {
    byte[] bytes = text.getBytes(charset);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
