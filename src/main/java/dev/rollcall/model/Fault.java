package dev.rollcall.model;

import java.util.Objects;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param phase where it failed
 * @param kind what failed, a contract word
 * @param evidence what was seen, in plain English; text that a remote server sent may stand in it,
 *     bounded in length, and must be escaped by every output
 * @param clue the finer sign, where a second observation gave one
 */
public record Fault(Phase phase, FaultKind kind, String evidence, Optional<Clue> clue) {
  public Fault {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(evidence);
    Objects.requireNonNull(clue);
  }

  public Fault(Phase phase, FaultKind kind, String evidence) {
    this(phase, kind, evidence, Optional.empty());
  }

  public Fault(Phase phase, FaultKind kind, String evidence, Clue clue) {
    this(phase, kind, evidence, Optional.of(clue));
  }

  /** {@code CONNECT DROPPED}: the form in which reports name the cause. */
  public String cause() {
    return phase + " " + kind;
  }

  /** Whether the account itself was refused, as {@link Clue#rejectsAccount} has it. */
  public boolean rejectsAccount() {
    return clue.filter(Clue::rejectsAccount).isPresent();
  }
}
