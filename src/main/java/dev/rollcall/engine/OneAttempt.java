package dev.rollcall.engine;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.guard.Task;
import dev.rollcall.engine.path.PathLook;
import dev.rollcall.engine.path.SpareConnections;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Makes one attempt after the other, each on its caller's thread and under its deadline.
 *
 * <p>When an attempt overruns its deadline, its sockets are closed. If it ignores even that, its
 * daemon thread is interrupted and left behind: the attempt counts as timed out, and another thread
 * goes on in its place. The deadline starts when the attempt gets a permit to compute, and does not
 * run while it waits for a processor.
 */
final class OneAttempt {
  /**
   * The least processor time for an attempt. Measured with a chain of five certificates and 800
   * names: 0.015 s, 0.16 s for the first handshake of a process, and 0.6 s for that without a
   * compiler (-Xint), which is slower than any old computer.
   */
  private static final Duration COMPUTING = Duration.ofSeconds(2);

  /** Where users are, with their browsers. */
  private static final Set<Vantage> DESKS = EnumSet.of(Vantage.CLIENT, Vantage.OUTSIDE);

  private final Rule rule;
  private final Limits limits;
  private final RunContext context;
  private final CompletableFuture<Void> end;
  private final ExecutorService threads;
  private final ScheduledExecutorService watchdog;

  /**
   * @param end completes when attempts must stop
   */
  OneAttempt(
      Rule rule,
      Limits limits,
      RunContext context,
      CompletableFuture<Void> end,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.rule = rule;
    this.limits = limits;
    this.context = context;
    this.end = end;
    this.threads = threads;
    this.watchdog = watchdog;
  }

  /**
   * Makes it.
   *
   * @param spare sends further connection requests beside it
   * @param begun takes its session before it begins
   * @param instead goes on if this thread is left behind
   */
  MadeAttempt make(
      AttemptPlan plan,
      SpareConnections spare,
      Consumer<Session> begun,
      Task.Instead<MadeAttempt> instead)
      throws InterruptedException {
    Instant startedAt = Instant.now();
    Route route = plan.route();
    Rule.Judging judging = rule.judging();
    TlsPolicy tls =
        new TlsPolicy(
            judging.certificate(), judging.external(), context.roots(), startedAt, isUsersAlone());
    long start = System.nanoTime();
    Session session =
        new Session(
                route,
                Deadline.unstarted(plan.timeout()),
                tls,
                plan.forSession(),
                context.permits().next(route.target().host(), computing()))
            .as(plan.which());
    begun.accept(session);
    boolean searched = PathLook.isWanted(rule) && !context.again();
    PathLook look =
        new PathLook(context.paths(), threads, searched, route, plan.forSession().bind());
    if (!context.again()) {
      spare.beside(session, () -> look.begin(session));
    }
    Runnable close =
        () -> {
          look.close();
          session.abort();
          session.leave();
        };
    Guard guard =
        new Guard(
            session,
            watchdog,
            threads,
            () ->
                instead.goOn(
                    () -> {
                      try (spare) {
                        return left(route, session, startedAt, start);
                      } finally {
                        close.run();
                      }
                    }));
    CompletableFuture<Void> stop =
        end.thenRun(
            () -> {
              try {
                guard.stop();
              } finally {
                look.close();
              }
            });
    try {
      Attempt made = made(plan, session, startedAt);
      boolean cut = guard.finish();
      return end.isDone()
          ? MadeAttempt.unfinished(session, start, cut)
          : MadeAttempt.of(look.finished(made, session.dialler()), cut);
    } finally {
      guard.close();
      // To cancel it would create an exception each time, which is slow.
      stop.complete(null);
      close.run();
    }
  }

  /** Whether it is for users alone, and its certificate is to be accepted. */
  private boolean isUsersAlone() {
    return !rule.from().isEmpty()
        && DESKS.containsAll(rule.from())
        && rule.judging().certificate() == CertificatePolicy.VERIFY;
  }

  private static Attempt made(AttemptPlan plan, Session session, Instant startedAt) {
    try {
      return plan.attempt(session);
    } catch (RuntimeException | Error e) {
      return DefectEvidence.attempt(plan.route(), startedAt, e);
    }
  }

  /** An attempt that ignored its end. */
  private MadeAttempt left(Route route, Session session, Instant startedAt, long start) {
    return end.isDone()
        ? MadeAttempt.unfinished(session, start, true)
        : MadeAttempt.of(
            DefectEvidence.abandoned(route, session, startedAt, System.nanoTime() - start), true);
  }

  /** How long one attempt may compute: half of its timeout, but at least the minimum. */
  private Duration computing() {
    Duration half = limits.timeout().dividedBy(2);
    return half.compareTo(COMPUTING) > 0 ? half : COMPUTING;
  }
}
