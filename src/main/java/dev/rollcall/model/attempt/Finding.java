package dev.rollcall.model.attempt;

import dev.rollcall.model.path.Route;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything that was observed on one route.
 *
 * @param protocol the protocol of the probe: the rule's, or that of a follow-up
 * @param declared whether the site file or the catalogue names the host; a discovered host counts
 *     less
 * @param skipped why the route was not tried (this host has no IPv6) or not completed ({@link
 *     #UNDER_WAY})
 * @param attempts in order; empty only if skipped or interrupted
 * @param followUps of the attempts
 */
public record Finding(
    Route route,
    String protocol,
    boolean declared,
    Optional<String> skipped,
    List<Attempt> attempts,
    List<Linked> followUps) {
  /** The prefix of {@link #skipped} for an attempt that was running when the run ended. */
  public static final String UNDER_WAY = "no answer yet when the run ended";

  public Finding {
    Objects.requireNonNull(route);
    Objects.requireNonNull(protocol);
    attempts = List.copyOf(attempts);
    followUps = List.copyOf(followUps);
  }

  /** The same route with other attempts and follow-ups. */
  public Finding with(List<Attempt> otherAttempts, List<Linked> otherFollowUps) {
    return new Finding(route, protocol, declared, skipped, otherAttempts, otherFollowUps);
  }

  /** The follow-ups, each with its finding changed. */
  public List<Linked> mapFollowUps(UnaryOperator<Finding> change) {
    return followUps.stream()
        .map(link -> new Linked(link.followUp(), link.finding().map(change)))
        .toList();
  }

  /** This one, its follow-ups' findings, and theirs. */
  public Stream<Finding> withFollowUps() {
    return Stream.concat(
        Stream.of(this),
        followUps.stream()
            .flatMap(linked -> linked.finding().stream())
            .flatMap(Finding::withFollowUps));
  }

  /** A follow-up and its finding; empty if there was no time left or its name did not resolve. */
  public record Linked(FollowUp followUp, Optional<Finding> finding) {}
}
