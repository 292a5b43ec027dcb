package dev.rollcall.engine;

import dev.rollcall.engine.guard.Task;
import dev.rollcall.engine.path.SpareConnections;
import dev.rollcall.engine.throttle.AttemptThrottle;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.quote.Quotes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes attempts for one rule, each under its deadline ({@link OneAttempt}), until it is stopped.
 */
final class Attempts {
  /** The pause between two samples of the same address. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Rule rule;
  private final Limits limits;
  private final RunContext context;
  private final AttemptThrottle throttle;
  private final Supplier<Optional<Duration>> left;
  private final ScheduledExecutorService watchdog;
  private final OneAttempt attempt;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /**
   * @param left the time that the whole run has left, where it has a deadline
   */
  Attempts(
      Rule rule,
      Limits limits,
      RunContext context,
      AttemptThrottle throttle,
      Supplier<Optional<Duration>> left,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.rule = rule;
    this.limits = limits;
    this.context = context;
    this.throttle = throttle;
    this.left = left;
    this.attempt = new OneAttempt(rule, limits, context, end, threads, watchdog);
    this.watchdog = watchdog;
  }

  /**
   * The result of one route.
   *
   * @param made the completed attempts
   * @param waiting how long the first one had waited, if the run ended first
   */
  record Samples(List<Attempt> made, Optional<String> waiting) {
    private static final Samples NONE = new Samples(List.of(), Optional.empty());

    private Samples with(MadeAttempt more) {
      List<Attempt> all = new ArrayList<>(made);
      more.attempt().ifPresent(all::add);
      return new Samples(List.copyOf(all), more.waiting().filter(none -> all.isEmpty()));
    }
  }

  /**
   * The samples of one route, one after the other; fewer if stopped or left behind. A destination
   * that never answered and was silent for a whole timeout is not probed again.
   *
   * @param instead goes on if this thread is left behind
   */
  Samples samples(Ask<?> ask, Route route, Task.Instead<Samples> instead)
      throws InterruptedException {
    Samples samples = Samples.NONE;
    for (int sample = 0; sample < limits.samples() && !stopped(); sample++) {
      if (sample > 0) {
        pause();
      }
      AttemptThrottle.Permit permit = throttle.begin(rule, route.dialled(), end);
      try {
        // A login is made once, not with every sample.
        if (!stopped()) {
          AttemptPlan plan = plan(ask, route, sample == 0 && !context.again());
          Samples before = samples;
          samples =
              before.with(
                  tried(
                      plan,
                      permit,
                      left -> {
                        permit.end();
                        instead.goOn(() -> before.with(left.call()));
                      }));
        }
      } finally {
        permit.end();
      }
      if (samples.made().size() == 1 && silent(samples.made().get(0))) {
        break;
      }
    }
    return samples;
  }

  private static boolean silent(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Failed failed
        && (failed.fault().kind() == FaultKind.DROPPED
            || failed.fault().kind() == FaultKind.TIMED_OUT);
  }

  private void pause() throws InterruptedException {
    try {
      end.get(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException goOn) {
      // The pause ended normally.
    }
  }

  /**
   * One attempt, and a second one if the first met silence on an open connection, or this host was
   * late with it; empty if the run ended during the first.
   */
  private MadeAttempt tried(
      AttemptPlan only, AttemptThrottle.Permit permit, Task.Instead<MadeAttempt> instead)
      throws InterruptedException {
    Consumer<Session> begun = session -> permit.idles(session.budget()::idle);
    SecondAttempt second = new SecondAttempt(rule, limits.timeout());
    boolean repeatable =
        !context.again() && second.fits(left.get().map(all -> all.minus(limits.timeout())));
    AttemptPlan plan = repeatable ? only.again(only.timeout(), TryNumber.FIRST) : only;
    boolean mailed = plan.isMailed();
    MadeAttempt first;
    boolean opened;
    try (SpareConnections spare = spare(plan)) {
      first = attempt.make(plan, spare, begun, instead);
      opened = first.attempt().isPresent() && spare.opened();
    }
    if (first.attempt().isEmpty() || first.cut() || !repeatable || stopped()) {
      return first;
    }
    Attempt before = first.attempt().get();
    Optional<Duration> time = second.time(left.get());
    if (time.isEmpty()
        || mailed != plan.isMailed()
        || !second.isWorthwhile(before, plan.transport(), opened)) {
      return first;
    }
    try (SpareConnections spare = spare(plan)) {
      return attempt
          .make(
              plan.again(time.get(), SecondAttempt.which(before)),
              spare,
              begun,
              left -> instead.goOn(() -> left.call().after(before)))
          .after(before);
    }
  }

  private SpareConnections spare(AttemptPlan plan) {
    return new SpareConnections(plan.route(), plan.forSession().bind(), watchdog);
  }

  /**
   * One attempt, without a second try, further connections or a look at the path.
   *
   * @param login whether it may use the rule's credentials
   * @param instead goes on if this thread is left behind
   * @return empty if the run ended meanwhile
   */
  Optional<Attempt> single(
      Ask<?> ask, Route route, boolean login, Task.Instead<Optional<Attempt>> instead)
      throws InterruptedException {
    try (SpareConnections none = new SpareConnections(route, Optional.empty(), watchdog)) {
      return attempt
          .make(
              plan(ask, route, login),
              none,
              any -> {},
              left -> instead.goOn(() -> left.call().attempt()))
          .attempt();
    }
  }

  /**
   * The plan of an attempt that is the only try.
   *
   * @param login whether it may use the rule's credentials and send the run's mail
   */
  private AttemptPlan plan(Ask<?> ask, Route route, boolean login) {
    return new AttemptPlan(ask, route, context(route, login), limits.timeout(), TryNumber.ONLY);
  }

  private SessionContext context(Route route, boolean login) {
    Optional<Access> shown = context.keyring().of(rule.id());
    return new SessionContext(
        context.bind().filter(own -> own.getClass() == route.dialled().address().getClass()),
        context.key(),
        login ? shown : Optional.empty(),
        login ? context.mail() : Optional.empty(),
        // From every sample: any of them may have sent the secret.
        Quotes.of(shown.map(Access::grant), context.keyring().others(rule.id(), route)),
        context.again() ? context.keyring().proxy().withoutLogin() : context.keyring().proxy());
  }

  /** How to probe a follow-up; empty if there is no such protocol. */
  Optional<Ask<?>> ask(FollowUp followUp) {
    return context.followUps().apply(rule, followUp);
  }

  /** Aborts running attempts; no more are started. */
  void stop() {
    end.complete(null);
  }

  boolean stopped() {
    return end.isDone();
  }

  /** Completes when the rule is stopped. */
  CompletableFuture<Void> end() {
    return end;
  }
}
