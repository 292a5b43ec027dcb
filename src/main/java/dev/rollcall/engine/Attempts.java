package dev.rollcall.engine;

import dev.rollcall.engine.throttle.AttemptThrottle;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.MailRequest;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.quote.Quotes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes attempts for one rule, each under its deadline, until it is stopped.
 *
 * <p>When an attempt overruns its deadline, its sockets are closed. If it ignores even that, its
 * daemon thread is interrupted and abandoned, and the attempt counts as timed out. So a rule needs
 * no timer of its own. The deadline starts when the attempt gets a permit to compute, and does not
 * run while it waits for a processor.
 */
final class Attempts {
  /** The pause between two samples of the same address. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * The least processor time for an attempt. Measured with a chain of five certificates and 800
   * names: 0.015 s, 0.16 s for the first handshake of a process, and 0.6 s for that without a
   * compiler (-Xint), which is slower than any old computer.
   */
  private static final Duration COMPUTING = Duration.ofSeconds(2);

  private final Rule rule;
  private final Limits limits;
  private final RunContext context;
  private final AttemptThrottle throttle;
  private final Supplier<Optional<Duration>> left;
  private final ExecutorService threads;
  private final ScheduledExecutorService watchdog;
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
    this.threads = threads;
    this.watchdog = watchdog;
  }

  /**
   * The result of one route.
   *
   * @param made the completed attempts
   * @param waiting how long the first one had waited, if the run ended first
   */
  record Samples(List<Attempt> made, Optional<String> waiting) {}

  /**
   * The samples of one route, one after the other; fewer if stopped. A destination that never
   * answered and was silent for a whole timeout is not probed again.
   */
  Samples samples(Ask<?> ask, Route route) throws InterruptedException {
    List<Attempt> made = new ArrayList<>();
    Optional<String> waiting = Optional.empty();
    for (int sample = 0; sample < limits.samples() && !stopped(); sample++) {
      if (sample > 0) {
        pause();
      }
      AttemptThrottle.Permit permit = throttle.begin(rule, route.dialled(), end);
      try {
        // A login is made once, not with every sample.
        if (!stopped()) {
          SessionContext forSession = context(route, sample == 0 && !context.again());
          MadeAttempt one = tried(ask, route, forSession, permit);
          one.attempt().ifPresent(made::add);
          waiting = one.waiting().filter(none -> made.isEmpty());
        }
      } finally {
        permit.end();
      }
      if (made.size() == 1 && silent(made.get(0))) {
        break;
      }
    }
    return new Samples(made, waiting);
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
   * One attempt, and a second one if the first met silence on an open connection; empty if the run
   * ended during the first.
   */
  private MadeAttempt tried(
      Ask<?> ask, Route route, SessionContext forSession, AttemptThrottle.Permit permit)
      throws InterruptedException {
    Consumer<Session> begun = session -> permit.idles(session.clock()::idle);
    SecondAttempt second = new SecondAttempt(rule, limits.timeout());
    boolean repeatable =
        !context.again() && second.fits(left.get().map(all -> all.minus(limits.timeout())));
    boolean mailed = isMailed(forSession);
    MadeAttempt first;
    boolean opened;
    try (SpareConnections spare = new SpareConnections(route, forSession.bind(), watchdog)) {
      first =
          attempt(
              ask,
              route,
              forSession,
              limits.timeout(),
              repeatable ? TryNumber.FIRST : TryNumber.ONLY,
              spare,
              begun);
      opened = first.attempt().isPresent() && spare.opened();
    }
    if (first.attempt().isEmpty() || first.cut() || !repeatable || stopped()) {
      return first;
    }
    Attempt before = first.attempt().get();
    Optional<Duration> time = second.time(left.get());
    if (time.isEmpty()
        || mailed != isMailed(forSession)
        || !second.isWorthwhile(before, transport(route), opened)) {
      return first;
    }
    try (SpareConnections spare = new SpareConnections(route, forSession.bind(), watchdog)) {
      MadeAttempt after =
          attempt(ask, route, forSession, time.get(), TryNumber.SECOND, spare, begun);
      return MadeAttempt.of(
          after.attempt().map(a -> SecondAttempt.merged(before, a)).orElse(before), false);
    }
  }

  /**
   * One attempt, without a second try, further connections or a look at the path.
   *
   * @param login whether it may use the rule's credentials
   * @return empty if the run ended meanwhile
   */
  Optional<Attempt> single(Ask<?> ask, Route route, boolean login) throws InterruptedException {
    try (SpareConnections none = new SpareConnections(route, Optional.empty(), watchdog)) {
      return attempt(
              ask, route, context(route, login), limits.timeout(), TryNumber.ONLY, none, any -> {})
          .attempt();
    }
  }

  /** Whether the mail may have been sent; it is never sent twice. */
  private static boolean isMailed(SessionContext forSession) {
    return forSession.mail().filter(MailRequest::isTaken).isPresent();
  }

  private static Transport transport(Route route) {
    return route.dialled().target().port().transport();
  }

  private MadeAttempt attempt(
      Ask<?> ask,
      Route route,
      SessionContext forSession,
      Duration timeout,
      TryNumber which,
      SpareConnections spare,
      Consumer<Session> begun)
      throws InterruptedException {
    Instant startedAt = Instant.now();
    Rule.Judging judging = rule.judging();
    TlsPolicy tls =
        new TlsPolicy(judging.certificate(), judging.external(), context.roots(), startedAt);
    long start = System.nanoTime();
    Session session =
        new Session(
                route,
                Deadline.unstarted(timeout),
                tls,
                forSession,
                context.permits().next(route.target().host(), computing()))
            .as(which);
    begun.accept(session);
    boolean searched = PathLook.isWanted(rule) && !context.again();
    PathLook look = new PathLook(context.paths(), threads, searched, route, forSession.bind());
    if (!context.again()) {
      spare.beside(session, () -> look.begin(session));
    }
    Guard guard = new Guard(session, watchdog);
    Future<Attempt> pending = threads.submit(() -> ask.attempt(session));
    CompletableFuture<Void> stop =
        end.thenRun(
            () -> {
              session.abort();
              pending.cancel(true);
              look.close();
            });
    try {
      Optional<Attempt> made = guard.await(pending).filter(attempt -> !stopped());
      return made.isEmpty()
          ? MadeAttempt.unfinished(session, start, guard.cut())
          : MadeAttempt.of(look.finished(made.get(), session.dialler()), guard.cut());
    } catch (CancellationException e) {
      return MadeAttempt.unfinished(session, start, true);
    } catch (TimeoutException e) {
      return MadeAttempt.of(
          DefectEvidence.abandoned(route, session, startedAt, System.nanoTime() - start), true);
    } catch (ExecutionException e) {
      return MadeAttempt.of(
          DefectEvidence.attempt(route, startedAt, DefectEvidence.cause(e)), guard.cut());
    } finally {
      guard.close();
      look.close();
      stop.cancel(false);
      session.abort();
      session.leave();
      pending.cancel(true);
    }
  }

  private SessionContext context(Route route, boolean first) {
    Optional<Access> shown = context.keyring().of(rule.id());
    return new SessionContext(
        context.bind().filter(own -> own.getClass() == route.dialled().address().getClass()),
        context.key(),
        first ? shown : Optional.empty(),
        first ? context.mail() : Optional.empty(),
        // From every sample: any of them may have sent the secret.
        Quotes.of(shown.map(Access::grant), context.keyring().others(rule.id(), route)),
        context.again() ? context.keyring().proxy().withoutLogin() : context.keyring().proxy());
  }

  /** How long one attempt may compute: half of its timeout, but at least the minimum. */
  private Duration computing() {
    Duration half = limits.timeout().dividedBy(2);
    return half.compareTo(COMPUTING) > 0 ? half : COMPUTING;
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
