package dev.rollcall.history.entry;

import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import java.util.Objects;

/** Runs that can be compared with each other: of one catalogue, from one vantage. */
public record Series(String catalogue, Vantage vantage) {
  public Series {
    Objects.requireNonNull(catalogue);
    Objects.requireNonNull(vantage);
  }

  public static Series of(Run run) {
    return new Series(run.origin().catalogue(), run.origin().vantage());
  }
}
