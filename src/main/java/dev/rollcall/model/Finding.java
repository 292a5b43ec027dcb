package dev.rollcall.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything seen on one route.
 *
 * @param protocol the protocol that asked: the rule's, or that of a follow-up
 * @param declared whether the site file or the catalogue names the host; a host that was merely
 *     discovered weighs less
 * @param skipped why the route was not tried (this host has no IPv6), or not to its end ({@link
 *     #UNDER_WAY}), if it was not
 * @param attempts in order; empty only if skipped or interrupted
 * @param followUps what the attempts led to
 */
public record Finding(
    Route route,
    String protocol,
    boolean declared,
    Optional<String> skipped,
    List<Attempt> attempts,
    List<Linked> followUps) {
  /** How {@link #skipped} begins for an attempt that was under way when the run ended. */
  public static final String UNDER_WAY = "no answer yet when the run ended";

  public Finding {
    Objects.requireNonNull(route);
    Objects.requireNonNull(protocol);
    attempts = List.copyOf(attempts);
    followUps = List.copyOf(followUps);
  }

  /** This one, and then what its follow-ups found, and theirs. */
  public Stream<Finding> withFollowUps() {
    return Stream.concat(
        Stream.of(this),
        followUps.stream()
            .flatMap(linked -> linked.finding().stream())
            .flatMap(Finding::withFollowUps));
  }

  /** A follow-up and what it found; empty if there was no time left or its name did not resolve. */
  public record Linked(FollowUp followUp, Optional<Finding> finding) {}
}
