package dev.rollcall.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run differs from its baseline, and what of that is news since the run before.
 *
 * @param run the run's id in the history
 * @param standing every change that stands, worst first, then in the order of the catalogue
 * @param ended changes that stood in the run before and no longer do
 * @param flapping what goes to and fro; its changes are never news, until it settles
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
   * The run that others are compared with.
   *
   * @param run its id in the history
   * @param at when that run began
   * @param accepted who made it the baseline and when; empty for the first run of a history, which
   *     stands in until a person accepts one
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
   * A change and how long it stands.
   *
   * @param since when the first run began that saw it as it is
   * @param fresh whether the run before did not see it so
   */
  public record Standing(Change change, Instant since, boolean fresh) {
    public Standing {
      Objects.requireNonNull(change);
      Objects.requireNonNull(since);
    }
  }

  /**
   * Something of a rule that changed to and fro.
   *
   * @param change what it is about, as last seen
   * @param course the rule's statuses over the last runs, oldest first
   * @param state whether that is news
   */
  public record Flapping(Change change, List<Status> course, State state) {
    public Flapping {
      Objects.requireNonNull(change);
      course = List.copyOf(course);
      Objects.requireNonNull(state);
    }

    /** Where it is in its course. */
    public enum State {
      /** News: it was not called flapping in the run before. */
      BEGAN,
      GOES_ON,
      /** News: it has stayed as it is for a while. */
      SETTLED
    }
  }

  /** Whether anything stands that a person should look at. */
  public boolean matters() {
    return standing.stream().anyMatch(one -> one.change().rank() != Change.Rank.ROUTINE);
  }

  /** Whether there is anything that the run before did not say. */
  public boolean isNews() {
    return !ended.isEmpty()
        || standing.stream().anyMatch(Standing::fresh)
        || flapping.stream().anyMatch(one -> one.state() != Flapping.State.GOES_ON);
  }
}
