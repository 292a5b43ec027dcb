package dev.rollcall.protocol.http;

import dev.rollcall.model.Fault;

/** What an answer proves. */
sealed interface Judgement {
  /** The destination itself, told by that. */
  record Identified(String by) implements Judgement {}

  /** Somebody speaks HTTP; why it may be another. */
  record Unidentified(String why) implements Judgement {}

  /** Not what the rule needs. */
  record Refused(Fault fault) implements Judgement {}
}
