package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import java.util.Objects;

/** A rule of the same run that another one is judged by. */
public record OtherRule(Status status, Evidence evidence) {
  public OtherRule {
    Objects.requireNonNull(status);
    Objects.requireNonNull(evidence);
  }
}
