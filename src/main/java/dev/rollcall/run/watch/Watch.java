package dev.rollcall.run.watch;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.plan.Plan;
import dev.rollcall.probe.net.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Probes rules again and again until all pass, the run is interrupted, or its deadline comes. Each
 * rule has its own rounds, so that a slow one delays no other; a round never overlaps the one
 * before. No credentials and no test mail are sent: those of the first round are not repeated.
 */
public final class Watch {
  /** How soon an interruption is noticed. */
  private static final long LOOK = Duration.ofMillis(100).toNanos();

  private final Engine engine;
  private final Request request;
  private final Rounds rounds;
  private final Course course;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final ExecutorService threads = DaemonThreads.pool("watch");

  /**
   * What to watch, and where to show it.
   *
   * @param named whether the user named the rules: all are watched, also while they pass; otherwise
   *     those that fail or are undecided, until they pass
   */
  public record Request(Pace pace, boolean named, WatchScreen screen) {}

  /**
   * The end of a watch.
   *
   * @param results the last result of every rule, in the plan's order
   * @param remarks the course
   */
  public record Watched(List<RuleResult> results, List<Run.Remark> remarks) {}

  /** The result of one probe; empty after a defect, which the next probe may not have. */
  private record Answer(WatchedRule rule, Optional<Gathered> gathered, boolean whole, Instant at) {}

  /**
   * Begins after the first round.
   *
   * @param first each rule's evidence of the first round, by itself
   * @param start of the first round, as {@link System#nanoTime} counts
   * @param judge decides all rules together
   */
  public Watch(
      Engine engine,
      Request request,
      Plan plan,
      List<Gathered> first,
      long start,
      Function<List<Gathered>, List<RuleResult>> judge) {
    this.engine = engine;
    this.request = request;
    Instant now = Instant.now();
    long next = start + request.pace().every().toNanos();
    this.rounds = new Rounds(plan, first, request.named(), judge, now, next);
    this.course = new Course(now);
    request.screen().began(now, rounds.watched(), rounds.left());
  }

  /** Watches until the end. */
  public Watched run() throws InterruptedException {
    String why;
    try {
      why = untilTheEnd();
    } finally {
      // Ends the probes that are under way.
      engine.interrupt();
      threads.shutdownNow();
    }
    Instant ended = Instant.now();
    request.screen().ended(ended, why);
    List<Run.Remark> remarks =
        new ArrayList<>(course.remarks(rounds.watched(), request.pace().every(), ended, why));
    rounds.results().forEach(result -> remarks.addAll(Course.logins(result)));
    return new Watched(rounds.results(), remarks);
  }

  /** Probes the rules that are due, until there is a reason to end, which it returns. */
  private String untilTheEnd() throws InterruptedException {
    Optional<String> why = end();
    while (why.isEmpty()) {
      long now = System.nanoTime();
      List<WatchedRule> rules = rounds.watched();
      rules.stream().filter(rule -> rule.due(now)).forEach(rule -> probe(rule, now));
      long wait = rules.stream().mapToLong(rule -> rule.left(now)).min().orElse(LOOK);
      Answer answer = answers.poll(Math.min(wait, LOOK), TimeUnit.NANOSECONDS);
      if (answer != null && !engine.interrupted()) {
        take(answer);
      }
      why = end();
    }
    return why.get();
  }

  /** Why the watch ends, if it does. */
  private Optional<String> end() {
    if (rounds.isEmpty()) {
      return Optional.of("no rule is left to watch");
    }
    if (rounds.over()) {
      boolean all = rounds.watched().stream().noneMatch(WatchedRule::isLeft);
      return Optional.of(
          all ? "every watched rule passes" : "every rule that is still watched passes");
    }
    if (engine.interrupted()) {
      return Optional.of("ended by a signal");
    }
    if (engine.left().filter(time -> time.isNegative() || time.isZero()).isPresent()) {
      return Optional.of("the deadline was reached");
    }
    return request.screen().closed() ? Optional.of("the output was closed") : Optional.empty();
  }

  private void probe(WatchedRule rule, long now) {
    Duration timeout = request.pace().next(rounds.evidence(rule), rule.slow());
    boolean whole = timeout.equals(request.pace().timeout());
    rule.started(now, request.pace().every().toNanos());
    threads.execute(() -> answers.add(answer(rule, timeout, whole)));
  }

  private Answer answer(WatchedRule rule, Duration timeout, boolean whole) {
    Optional<Gathered> gathered = Optional.empty();
    try {
      gathered = Optional.of(engine.again(rule.planned(), timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // The rule keeps its state.
    }
    return new Answer(rule, gathered, whole, Instant.now());
  }

  private void take(Answer answer) {
    Optional<Gathered> finished =
        answer
            .gathered()
            .filter(one -> one.evidence() instanceof Evidence.Probed p && p.finished());
    if (finished.isEmpty()) {
      answer.rule().failed();
      return;
    }
    Rounds.Taken taken = rounds.take(finished.get(), answer.whole(), answer.at());
    for (StateChange change : taken.changes()) {
      course.add(change);
      request.screen().changed(change, rounds.watched());
    }
    taken.left().ifPresent(line -> request.screen().left(answer.at(), line, rounds.watched()));
    request.screen().probed(rounds.watched());
  }
}
