package dev.rollcall.report.machine;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.text.Times;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The measurements of one rule; empty where nothing was measured.
 *
 * @param phases the median time of each phase, over every attempt that completed it, without
 *     follow-ups; of RESOLVE over the rule's names
 * @param addresses number of different addresses to probe; the proxy's if there is one
 * @param answering how many of them answered an attempt
 * @param expiry when the first of the leaf certificates seen expires, follow-ups included; those of
 *     an inspecting CA do not count
 * @param clock the greatest offset of any clock seen, as {@link Observation.Clock#offset}
 */
record Measures(
    Map<Phase, Duration> phases,
    int addresses,
    int answering,
    Optional<Instant> expiry,
    Optional<Duration> clock) {

  /** Empty for a rule that was not probed. */
  static Optional<Measures> of(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed probed
        ? Optional.of(of(probed))
        : Optional.empty();
  }

  private static Measures of(Evidence.Probed probed) {
    Set<InetAddress> addresses = new HashSet<>();
    Set<InetAddress> answering = new HashSet<>();
    for (Finding finding : probed.findings()) {
      InetAddress address = finding.route().dialled().address();
      addresses.add(address);
      if (finding.attempts().stream().anyMatch(a -> !(a.outcome() instanceof Outcome.Failed))) {
        answering.add(address);
      }
    }
    List<Observation> seen = new ArrayList<>();
    probed.findings().stream()
        .flatMap(Finding::withFollowUps)
        .flatMap(finding -> finding.attempts().stream())
        .forEach(attempt -> seen.addAll(attempt.outcome().observations()));
    return new Measures(
        phases(probed), addresses.size(), answering.size(), expiry(seen), clock(seen));
  }

  private static Map<Phase, Duration> phases(Evidence.Probed probed) {
    Map<Phase, List<Duration>> times = new EnumMap<>(Phase.class);
    for (NameEvidence name : probed.names()) {
      if (name.fault().isEmpty()) {
        times.computeIfAbsent(Phase.RESOLVE, phase -> new ArrayList<>()).add(name.took());
      }
    }
    for (Finding finding : probed.findings()) {
      for (Attempt attempt : finding.attempts()) {
        attempt.phases().entrySet().stream()
            .filter(entry -> !failedIn(attempt, entry.getKey()))
            .forEach(
                entry ->
                    times
                        .computeIfAbsent(entry.getKey(), phase -> new ArrayList<>())
                        .add(entry.getValue()));
      }
    }
    Map<Phase, Duration> medians = new EnumMap<>(Phase.class);
    times.forEach(
        (phase, all) ->
            Latency.Spread.of(all).ifPresent(spread -> medians.put(phase, spread.median())));
    return Collections.unmodifiableMap(medians);
  }

  private static boolean failedIn(Attempt attempt, Phase phase) {
    return attempt.outcome() instanceof Outcome.Failed failed && failed.fault().phase() == phase;
  }

  private static Optional<Instant> expiry(List<Observation> seen) {
    return Observation.Tls.in(seen).stream()
        .filter(tls -> !tls.inspected())
        .flatMap(tls -> tls.leaf().stream())
        .map(Observation.Certificate::notAfter)
        .min(Comparator.naturalOrder());
  }

  private static Optional<Duration> clock(List<Observation> seen) {
    return seen.stream()
        .filter(Observation.Clock.class::isInstance)
        .map(Observation.Clock.class::cast)
        .map(Observation.Clock::offset)
        .max(Comparator.comparing(offset -> Times.seconds(offset).abs()));
  }
}
