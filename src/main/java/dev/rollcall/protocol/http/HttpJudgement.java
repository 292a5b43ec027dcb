package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Fault;

/** What an answer proves. */
sealed interface HttpJudgement {
  /** The destination itself, and how it was identified. */
  record Identified(String by) implements HttpJudgement {}

  /**
   * Something speaks HTTP that may not be the destination.
   *
   * @param why why it may be another
   * @param met whether the answer is as the rule expects, and only its sender is in doubt
   */
  record Unidentified(String why, boolean met) implements HttpJudgement {
    Unidentified(String why) {
      this(why, true);
    }
  }

  /** Not what the rule needs. */
  record Refused(Fault fault) implements HttpJudgement {}
}
