package dev.rollcall.history.drift;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.model.Change;
import dev.rollcall.model.Change.Aspect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a rule's last times with its usual ones. */
final class Slowness {
  static final String PATH = "path";
  static final String SERVER = "answer";

  /** Smaller differences are normal variation of this host. */
  private static final Duration PATH_FLOOR = Duration.ofMillis(50);

  /** Half a second may be this host's own share: the first TLS handshake on a busy host. */
  private static final Duration SERVER_FLOOR = Duration.ofSeconds(1);

  private Slowness() {}

  /**
   * The changes of a rule's times.
   *
   * @param connects times to an open connection over the last runs, including this one
   * @param answers times of whole attempts, likewise; see {@link HostPace}
   * @param standing the changes of the previous run, which keep their text
   */
  static List<Change> of(
      String rule,
      Baseline.Habit habit,
      List<Duration> connects,
      List<Duration> answers,
      List<Change> standing) {
    List<Change> changes = new ArrayList<>();
    of(rule, PATH, habit.connect(), connects, PATH_FLOOR, standing).ifPresent(changes::add);
    boolean said = standing.stream().anyMatch(one -> one.subject().equals(SERVER));
    if (changes.isEmpty() || said) {
      // A slower path makes slower answers, so only the path is reported.
      of(rule, SERVER, habit.answer(), answers, SERVER_FLOOR, standing).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<Change> of(
      String rule,
      String what,
      List<Duration> usual,
      List<Duration> times,
      Duration floor,
      List<Change> standing) {
    Optional<Change> said =
        standing.stream()
            .filter(one -> one.aspect() == Aspect.LATENCY && one.subject().equals(what))
            .findFirst();
    List<Duration> recent = FlapDetector.last(times, Latencies.RECENT);
    if (!Latencies.slower(usual, recent, floor, said.isPresent())) {
      return Optional.empty();
    }
    return Optional.of(said.orElseGet(() -> Latencies.change(rule, what, usual, recent)));
  }
}
