package dev.rollcall.run.idle;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the idle connections to one route mean, as a further finding of its rule. Pure.
 *
 * <p>A state timeout is claimed only if two connections were dead after their idle times, new ones
 * were not, and no connection survived the same time or a longer one.
 */
final class IdleResult {
  /** The reason of the follow-up. */
  static final String REASON = "idle connections";

  private final Finding about;
  private final IdleSearch search;
  private final List<IdleTrial> trials;

  private IdleResult(Finding about, IdleSearch search) {
    this.about = about;
    this.search = search;
    this.trials = search.trials();
  }

  /**
   * The finding.
   *
   * @param about the route's ordinary finding
   * @param finished false if the run ended first
   */
  static Finding.Linked of(Finding about, IdleSearch search, boolean finished) {
    return new IdleResult(about, search).linked(finished);
  }

  /** The finding of a test that failed by a defect of this program. */
  static Finding.Linked defect(Finding about, Throwable defect) {
    Fault fault = Fault.internal(Phase.EXCHANGE, "testing idle connections", defect);
    Outcome outcome = new Outcome.Failed(fault, List.of(), List.of());
    Attempt attempt = Attempt.bare(Instant.now(), Duration.ZERO, "", outcome);
    return new IdleResult(about, new IdleSearch()).linked(true, Optional.empty(), List.of(attempt));
  }

  private Finding.Linked linked(boolean finished) {
    Optional<Fault> cut =
        search.cut().filter(dead -> search.confirmed() && !search.contradicts()).map(this::cut);
    if (!finished && cut.isEmpty()) {
      String dead = search.cut().map(time -> ", not after " + Times.spoken(time)).orElse("");
      return linked(true, Optional.of(Finding.UNDER_WAY + ": " + survived() + dead), List.of());
    }
    Optional<Outcome> failed = cut.map(fault -> new Outcome.Failed(fault, List.of(), List.of()));
    Optional<Outcome> reset =
        first(IdleEnd.Kind.RESET)
            .map(this::reset)
            .map(fault -> new Outcome.Failed(fault, noted(fault.evidence()), List.of()));
    Outcome outcome =
        failed
            .or(
                () ->
                    undecided()
                        .map(
                            why ->
                                new Outcome.Undecided(why, Optional.empty(), List.of(), List.of())))
            .or(() -> reset)
            .orElseGet(() -> new Outcome.Answered(noted(note()), List.of()));
    boolean warns = outcome instanceof Outcome.Failed && failed.isEmpty();
    return linked(!warns, Optional.empty(), merged(outcome).stream().toList());
  }

  private static List<Observation> noted(String text) {
    return List.of(Observation.Note.idle(text));
  }

  private Finding.Linked linked(boolean decisive, Optional<String> skipped, List<Attempt> made) {
    return new Finding.Linked(
        new FollowUp(about.protocol(), about.route().target(), REASON, decisive),
        Optional.of(
            new Finding(
                about.route(), about.protocol(), about.declared(), skipped, made, List.of())));
  }

  private Optional<IdleTrial> first(IdleEnd.Kind kind) {
    return trials.stream().filter(trial -> trial.is(kind)).findFirst();
  }

  private Fault cut(Duration dead) {
    String from = search.survived().map(Times::spoken).orElse("");
    String to = Times.spoken(dead);
    String how =
        trials.stream()
                .filter(trial -> trial.cut() && trial.idled().equals(dead))
                .flatMap(trial -> trial.end().flatMap(IdleEnd::fault).stream())
                .anyMatch(fault -> fault.kind() == FaultKind.RESET)
            ? " (reset)"
            : "";
    return new Fault(
        Phase.EXCHANGE,
        FaultKind.IDLE_CUT,
        (from.isEmpty() ? "did not answer after " : "answered after " + from + " idle, not after ")
            + to
            + how
            + (from.isEmpty() ? " idle" : "")
            + "; a new connection works: idle connections are cut "
            + (from.isEmpty() ? "within " + to : "between " + from + " and " + to));
  }

  private Fault reset(IdleTrial trial) {
    return new Fault(
        Phase.EXCHANGE,
        FaultKind.RESET,
        survived()
            + ", reset after "
            + Times.spoken(trial.idled())
            + " idle, by the server or by a device on the path");
  }

  /** Why nothing can be said; empty if something can. */
  private Optional<String> undecided() {
    if (search.contradicts()) {
      return Optional.of(
          "one idle connection was dead after "
              + Times.spoken(search.cut().orElseThrow())
              + ", another one answered after "
              + Times.spoken(search.survived().orElseThrow())
              + ": this is not a state timeout");
    }
    Optional<IdleTrial> dead =
        trials.stream().filter(trial -> trial.is(IdleEnd.Kind.DEAD) && !trial.cut()).findFirst();
    if (dead.isPresent()) {
      return Optional.of(
          survived()
              + ", not after "
              + Times.spoken(dead.get().idled())
              + " idle; a new connection does not work either"
              + dead.get().uncontrolled().map(fault -> " (" + fault.cause() + ")").orElse("")
              + ": nothing is known of the time between");
    }
    if (search.cut().isPresent()) {
      return Optional.of(
          survived()
              + ", not after "
              + Times.spoken(search.cut().orElseThrow())
              + " idle; that was one connection, and no second one could be tried as long: this"
              + " does not prove a state timeout");
    }
    Optional<Fault> unopened =
        trials.stream().flatMap(trial -> trial.unopened().stream()).findFirst();
    return unopened
        .map(fault -> "no connection opened: " + fault.cause() + ", " + fault.evidence())
        .or(this::endedHere)
        .filter(
            why ->
                trials.stream()
                    .allMatch(trial -> trial.end().isEmpty() || trial.is(IdleEnd.Kind.ENDED_HERE)))
        .filter(why -> !proxyAsks());
  }

  /** Why this host ended a connection, as a clause. */
  private Optional<String> endedHere() {
    return first(IdleEnd.Kind.ENDED_HERE)
        .map(
            trial ->
                "this host itself ended the connection after "
                    + Times.spoken(trial.idled())
                    + " idle, which says nothing of the path: "
                    + trial.end().flatMap(IdleEnd::fault).map(Fault::evidence).orElse(""));
  }

  /** Whether every connection met a proxy that asks for a login, which is not made again. */
  private boolean proxyAsks() {
    return !trials.isEmpty()
        && trials.stream()
            .allMatch(
                trial ->
                    trial
                        .unopened()
                        .flatMap(Fault::clue)
                        .filter(IdleResult::isProxyLogin)
                        .isPresent());
  }

  private static boolean isProxyLogin(Clue clue) {
    return clue == Clue.PROXY_CREDENTIALS || clue == Clue.PROXY_LOGIN;
  }

  private String survived() {
    String times =
        trials.stream()
            .filter(trial -> trial.is(IdleEnd.Kind.ANSWERED))
            .map(trial -> Times.spoken(trial.idled()))
            .distinct()
            .collect(Collectors.joining(", "));
    return times.isEmpty() ? "none answered yet" : "answered after " + times + " idle";
  }

  private String note() {
    if (proxyAsks()) {
      return "not tested: the proxy asks for a login, which is not repeated";
    }
    boolean none = search.survived().isEmpty();
    String ended =
        first(IdleEnd.Kind.CLOSED)
            .map(trial -> "closed by the peer after " + Times.spoken(trial.idled()) + " idle")
            .or(
                () ->
                    first(IdleEnd.Kind.SPOKE)
                        .map(
                            trial ->
                                "the peer sent something by itself after "
                                    + Times.spoken(trial.idled())))
            .map(text -> text + ": longer idle times cannot be tested this way")
            .orElse("");
    String unopened =
        trials.stream()
            .flatMap(trial -> trial.unopened().stream())
            .findFirst()
            .map(fault -> "; not every connection opened: " + fault.cause())
            .orElse("");
    String here = endedHere().map(why -> "; " + why).orElse("");
    return (none ? "" : survived() + (ended.isEmpty() ? "" : "; ")) + ended + here + unopened;
  }

  /** Whether it is the first that failed. */
  private boolean isTelling(IdleTrial trial) {
    return trial.is(IdleEnd.Kind.RESET)
        || first(IdleEnd.Kind.DEAD).filter(trial::equals).isPresent();
  }

  /** All connections as one attempt; its time is that of the last answer, not of the waiting. */
  private Optional<Attempt> merged(Outcome outcome) {
    List<Attempt> all = trials.stream().flatMap(IdleTrial::attempts).toList();
    Optional<Instant> start = all.stream().map(Attempt::startedAt).min(Comparator.naturalOrder());
    List<Flow> flows = trials.stream().flatMap(trial -> trial.flows(isTelling(trial))).toList();
    Duration took =
        trials.stream()
            .flatMap(trial -> trial.end().stream())
            .map(IdleEnd::took)
            .reduce(Duration.ZERO, (before, next) -> next.isZero() ? before : next);
    String source =
        all.stream().map(Attempt::source).filter(text -> !text.isEmpty()).findFirst().orElse("");
    return start.map(
        at -> Attempt.bare(at, took, source, outcome).withPackets(flows, Optional.empty()));
  }
}
