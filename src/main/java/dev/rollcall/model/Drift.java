package dev.rollcall.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run differs from its baseline, and which changes are new since the previous run.
 *
 * @param run the run's id in the history
 * @param standing every current change, worst first, then in the order of the catalogue
 * @param ended changes of the previous run that are over
 * @param flapping what changes back and forth; reported when that begins, and when it is stable
 *     again
 */
public record Drift(
    String run,
    Basis basis,
    List<Standing> standing,
    List<Standing> ended,
    List<Flapping> flapping) {
  public Drift {
    Objects.requireNonNull(run);
    Objects.requireNonNull(basis);
    standing = List.copyOf(standing);
    ended = List.copyOf(ended);
    flapping = List.copyOf(flapping);
  }

  /**
   * The baseline run.
   *
   * @param run its id in the history
   * @param at when that run began
   * @param accepted who made it the baseline and when; empty for the first complete run of a
   *     history, which is used until a person accepts one
   */
  public record Basis(String run, Instant at, Optional<Acceptance> accepted) {
    public Basis {
      Objects.requireNonNull(run);
      Objects.requireNonNull(at);
      Objects.requireNonNull(accepted);
    }
  }

  /** Who made a run the baseline. */
  public record Acceptance(String by, Instant at) {
    public Acceptance {
      Objects.requireNonNull(by);
      Objects.requireNonNull(at);
    }
  }

  /**
   * A change and its age.
   *
   * @param since start of the first run with this change
   * @param fresh whether the previous run did not report it
   */
  public record Standing(Change change, Instant since, boolean fresh) {
    public Standing {
      Objects.requireNonNull(change);
      Objects.requireNonNull(since);
    }
  }

  /**
   * An aspect of a rule that changed back and forth.
   *
   * @param change the last change of this aspect
   * @param course the rule's statuses over the last runs, oldest first
   * @param state whether it must be reported
   */
  public record Flapping(Change change, List<Status> course, State state) {
    public Flapping {
      Objects.requireNonNull(change);
      course = List.copyOf(course);
      Objects.requireNonNull(state);
    }

    /** The stage of flapping. */
    public enum State {
      /** New: it was not flapping in the previous run. */
      BEGAN,
      GOES_ON,
      /** New: it has been stable for a while. */
      SETTLED
    }
  }

  /** Whether any current change needs a look. */
  public boolean matters() {
    return standing.stream().anyMatch(one -> one.change().rank() != Change.Rank.ROUTINE);
  }

  /** Whether there is anything that the previous run did not report. */
  public boolean isNews() {
    return !ended.isEmpty()
        || standing.stream().anyMatch(Standing::fresh)
        || flapping.stream().anyMatch(one -> one.state() != Flapping.State.GOES_ON);
  }
}
