package dev.rollcall.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be said of a rule.
 *
 * @param summary one line: the proof of a pass, or what is wrong
 * @param cause the fault that decided, if one did
 * @param owner whose job it is; empty if nothing is to be done
 * @param advice what to do, concrete enough to be mailed; empty if nothing is to be done
 * @param remarks further lines: other failing addresses, warnings beside the decisive one, notes
 */
public record Verdict(
    Status status,
    String summary,
    Optional<Fault> cause,
    Optional<Owner> owner,
    String advice,
    List<String> remarks) {
  public Verdict {
    Objects.requireNonNull(status);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(advice);
    remarks = List.copyOf(remarks);
  }
}
