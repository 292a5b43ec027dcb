package dev.rollcall.run.idle;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.IdleProbe;
import dev.rollcall.probe.idle.Idling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** The idle connections to one route, round by round. */
final class IdleRoute {
  private final Attempts attempts;
  private final Ask<?> ask;
  private final Finding about;
  private final ExecutorService threads;
  private final Semaphore host;
  private final Waiting waiting;
  private final LongSupplier clock;

  /** Makes one attempt at the route. */
  @FunctionalInterface
  interface Attempts {
    /**
     * Attempts.
     *
     * @param ask the question
     * @param login whether it may use the rule's login, as only some idle connections need it
     * @return empty if the run ended meanwhile
     */
    Optional<Attempt> make(Ask<?> ask, boolean login) throws InterruptedException;
  }

  /**
   * @param about the route's ordinary finding
   * @param host is held while a connection to the same host opens: they open one after another
   * @param clock monotonic, in nanoseconds: {@link System#nanoTime}
   */
  IdleRoute(
      Attempts attempts,
      Ask<?> ask,
      Finding about,
      ExecutorService threads,
      Semaphore host,
      Waiting waiting,
      LongSupplier clock) {
    this.attempts = attempts;
    this.ask = ask;
    this.about = about;
    this.threads = threads;
    this.host = host;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * Tries these idle times, and those that the answers call for.
   *
   * @param requested in ascending order
   */
  Finding.Linked find(List<Duration> requested) throws InterruptedException {
    IdleSearch search = new IdleSearch();
    boolean finished = true;
    for (List<Duration> times = requested; finished && !times.isEmpty(); times = search.next()) {
      // A round that narrows a time down is complete only if no longer time is survived.
      List<IdleTrial> round = round(times, times.equals(requested));
      search.take(round);
      finished = round.stream().allMatch(trial -> trial.attempt().isPresent());
    }
    return IdleResult.of(about, search, finished);
  }

  /** A connection that idles, or is to. */
  private record Running(Duration idle, IdleProbe<?> probe, Ask<?> ask, Waiting.Place place) {
    static <S extends Record> Running of(
        Duration idle, Ask<S> ask, Waiting.Place place, LongSupplier clock) {
      IdleProbe<S> probe = new IdleProbe<>(ask.protocol(), idle, place, clock);
      return new Running(idle, probe, new Ask<>(probe, ask.settings()), place);
    }
  }

  /**
   * Opens a connection for each time, and waits for all.
   *
   * @param first whether the longer ones are given up as soon as one was cut
   */
  private List<IdleTrial> round(List<Duration> times, boolean first) throws InterruptedException {
    CompletionService<IdleTrial> pending = new ExecutorCompletionService<>(threads);
    List<Running> running = new ArrayList<>();
    for (Duration time : times) {
      host.acquire();
      Running one = Running.of(time, ask, waiting.new Place(host, time), clock);
      running.add(one);
      pending.submit(() -> trial(one));
    }
    List<IdleTrial> ended = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      IdleTrial trial = result(pending);
      ended.add(trial);
      if (first && trial.cut()) {
        running.stream()
            .filter(other -> other.idle().compareTo(trial.idle()) > 0)
            .forEach(other -> other.probe().giveUp());
      }
    }
    return ended;
  }

  private static IdleTrial result(CompletionService<IdleTrial> pending)
      throws InterruptedException {
    try {
      return pending.take().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an idle connection", e.getCause());
    }
  }

  private IdleTrial trial(Running one) throws InterruptedException {
    Optional<Attempt> made;
    try {
      made = attempts.make(one.ask(), ask.protocol().idling() == Idling.LOGGED_IN);
    } finally {
      one.place().ended();
    }
    Optional<IdleEnd> end = one.probe().end();
    boolean dead = end.filter(last -> last.kind() == IdleEnd.Kind.DEAD).isPresent();
    Optional<Attempt> control = dead ? attempts.make(ask, false) : Optional.empty();
    boolean ended = dead && control.isEmpty();
    return new IdleTrial(one.idle(), ended ? Optional.empty() : made, end, control);
  }
}
