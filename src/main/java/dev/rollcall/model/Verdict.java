package dev.rollcall.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be said of a rule.
 *
 * @param summary one line: the proof of a pass, or what is wrong
 * @param cause the fault that decided, if one did
 * @param owner whose job it is; empty if nothing is to be done
 * @param advice what to do, concrete enough to be mailed; empty if nothing is to be done
 * @param remarks further lines: other failing addresses, warnings beside the decisive one, notes
 * @param sides the path and the right told apart, where the rule has credentials to show
 */
public record Verdict(
    Status status,
    String summary,
    Optional<Fault> cause,
    Optional<Owner> owner,
    String advice,
    List<String> remarks,
    Optional<Sides> sides) {
  public Verdict {
    Objects.requireNonNull(status);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(advice);
    remarks = List.copyOf(remarks);
    Objects.requireNonNull(sides);
  }

  /** Without credentials. */
  public Verdict(
      Status status,
      String summary,
      Optional<Fault> cause,
      Optional<Owner> owner,
      String advice,
      List<String> remarks) {
    this(status, summary, cause, owner, advice, remarks, Optional.empty());
  }

  /** The same verdict with one more remark, after the others. */
  public Verdict withRemark(String remark) {
    return new Verdict(
        status,
        summary,
        cause,
        owner,
        advice,
        Stream.concat(remarks.stream(), Stream.of(remark)).toList(),
        sides);
  }

  /**
   * What is proven without credentials, and what with them.
   *
   * @param path {@code proven (…)}, {@code undecided (…)} or {@code FAILED (…)}
   * @param right {@code proven (account)}, {@code denied (account at …)}, {@code failed (…)} or
   *     {@code not tried (why)}
   */
  public record Sides(String path, String right) {
    public Sides {
      Objects.requireNonNull(path);
      Objects.requireNonNull(right);
    }
  }
}
