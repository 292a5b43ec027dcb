package dev.rollcall.run.watch;

import java.time.Instant;
import java.util.List;

/** Shows a watch. Called from one thread. */
public interface WatchScreen {
  /**
   * The first round has ended.
   *
   * @param left rules that are not watched although they do not pass, and why, a line each
   */
  void began(Instant at, List<WatchedRule> rules, List<String> left);

  /** A rule was probed; its state may be as before. */
  void probed(List<WatchedRule> rules);

  /** A rule changed. */
  void changed(StateChange change, List<WatchedRule> rules);

  /**
   * A rule is not watched any more.
   *
   * @param line which one, and why
   */
  void left(Instant at, String line, List<WatchedRule> rules);

  /**
   * The watch has ended.
   *
   * @param why in a phrase
   */
  void ended(Instant at, String why);

  /** Whether no one can read the output any more. */
  boolean closed();
}
