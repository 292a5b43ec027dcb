package dev.rollcall.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the history knows of the runs before one, and of that one.
 *
 * @param drift how it differs from its baseline; empty if there was nothing to compare with
 * @param moments the last runs, oldest first; this one is the last
 */
public record Past(Optional<Drift> drift, List<Moment> moments) {
  public Past {
    Objects.requireNonNull(drift);
    moments = List.copyOf(moments);
  }

  /**
   * One run.
   *
   * @param at when it began
   * @param rules by id; only those that it finished
   */
  public record Moment(Instant at, Map<String, State> rules) {
    public Moment {
      Objects.requireNonNull(at);
      // In one order, so that the same history gives the same document.
      rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    }
  }

  /**
   * A rule in one run.
   *
   * @param answer median time of whole attempts that were answered; empty if none was
   */
  public record State(Status status, Optional<Duration> answer) {
    public State {
      Objects.requireNonNull(status);
      Objects.requireNonNull(answer);
    }
  }
}
