package dev.rollcall.engine;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Route;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Transport;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Deadline;
import dev.rollcall.probe.LocalNetwork;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TestMailRequest;
import dev.rollcall.probe.TlsPolicy;
import dev.rollcall.probe.Try;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.quote.Quotes;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes attempts for one rule, each under its deadline, until it is stopped.
 *
 * <p>An attempt that overruns its deadline has its sockets closed under it; one that ignores even
 * that is left behind on its daemon thread, interrupted, and counts as timed out. So a rule needs
 * no timer of its own: what it does is bounded. The deadline runs from when the attempt begins to
 * compute, and not while it waits for a processor.
 */
final class Attempts {
  /** Between two samples of the same address. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * What an attempt may compute at least, in processor time. Measured with a chain of five
   * certificates and 800 names: 0.015 s, 0.16 s for the first handshake of a process, and 0.6 s for
   * that in a Java that never compiles (-Xint), which is slower than any old computer.
   */
  private static final Duration COMPUTING = Duration.ofSeconds(2);

  private final Rule rule;
  private final Limits limits;
  private final RunContext terms;
  private final AttemptThrottle pacer;
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
      RunContext terms,
      AttemptThrottle pacer,
      Supplier<Optional<Duration>> left,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.rule = rule;
    this.limits = limits;
    this.terms = terms;
    this.pacer = pacer;
    this.left = left;
    this.threads = threads;
    this.watchdog = watchdog;
  }

  /**
   * What came of one route.
   *
   * @param made the attempts that ended
   * @param waiting how long the first one had waited, if the run ended before it did
   */
  record Samples(List<Attempt> made, Optional<String> waiting) {}

  /**
   * The samples of one route, one after the other; fewer, if stopped in between. A destination that
   * has never answered and was silent for a whole timeout is not asked again.
   */
  Samples samples(Ask<?> ask, Route route) throws InterruptedException {
    List<Attempt> made = new ArrayList<>();
    Optional<String> waiting = Optional.empty();
    for (int sample = 0; sample < limits.samples() && !stopped(); sample++) {
      if (sample > 0) {
        pause();
      }
      AttemptThrottle.Turn turn = pacer.begin(rule, this::stopped);
      try {
        // A login is no matter of samples.
        if (!stopped()) {
          Made one = tried(ask, route, means(route, sample == 0));
          one.attempt.ifPresent(made::add);
          waiting = one.waiting.filter(none -> made.isEmpty());
        }
      } finally {
        turn.end();
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
      // The pause is over.
    }
  }

  /**
   * One attempt, and a second one with the same question if the first met silence on a connection
   * that was open; empty if the run ended before the first did.
   */
  private Made tried(Ask<?> ask, Route route, SessionContext means) throws InterruptedException {
    SecondAttempt second = new SecondAttempt(rule, limits.timeout());
    boolean repeatable = second.fits(left.get().map(all -> all.minus(limits.timeout())));
    boolean mailed = isMailed(means);
    Made first;
    boolean opened;
    try (SpareConnections spare = new SpareConnections(route, terms.bind(), watchdog)) {
      first =
          attempt(ask, route, means, limits.timeout(), repeatable ? Try.FIRST : Try.ONLY, spare);
      opened = first.attempt.isPresent() && spare.opened();
    }
    if (first.attempt.isEmpty() || first.cut || !repeatable || stopped()) {
      return first;
    }
    Attempt before = first.attempt.get();
    Optional<Duration> time = second.time(left.get());
    if (time.isEmpty()
        || mailed != isMailed(means)
        || !second.isWorthwhile(before, transport(route), opened)) {
      return first;
    }
    try (SpareConnections spare = new SpareConnections(route, terms.bind(), watchdog)) {
      Made after = attempt(ask, route, means, time.get(), Try.SECOND, spare);
      return Made.of(after.attempt.map(a -> SecondAttempt.merged(before, a)).orElse(before), false);
    }
  }

  /** Whether the test mail may have been sent, which is never sent again. */
  private static boolean isMailed(SessionContext means) {
    return means.errand().filter(TestMailRequest::isTaken).isPresent();
  }

  private static Transport transport(Route route) {
    return route.dialled().target().port().transport();
  }

  /**
   * @param attempt empty if the run ended meanwhile
   * @param waiting how long it had waited, if the run ended meanwhile
   * @param cut whether it was ended from outside at its deadline
   */
  private record Made(Optional<Attempt> attempt, Optional<String> waiting, boolean cut) {
    static Made of(Attempt attempt, boolean cut) {
      return new Made(Optional.of(attempt), Optional.empty(), cut);
    }

    /** It was under way. */
    static Made unfinished(Session session, long start, boolean cut) {
      String waited =
          String.format(
              Locale.ROOT,
              "%s: it had waited %.1f s, in phase %s",
              Finding.UNDER_WAY,
              (System.nanoTime() - start) / 1e9,
              session.phase());
      return new Made(Optional.empty(), Optional.of(waited), cut);
    }
  }

  private Made attempt(
      Ask<?> ask,
      Route route,
      SessionContext means,
      Duration timeout,
      Try which,
      SpareConnections spare)
      throws InterruptedException {
    TlsPolicy tls =
        new TlsPolicy(rule.certificate(), rule.external(), terms.roots(), Instant.now());
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    Session session =
        new Session(
                route,
                Deadline.unstarted(timeout),
                tls,
                means,
                terms.turns().next(route.target().host(), computing()))
            .as(which);
    spare.beside(session);
    Guard guard = new Guard(session, watchdog);
    Future<Attempt> pending = threads.submit(() -> ask.attempt(session));
    CompletableFuture<Void> stop =
        end.thenRun(
            () -> {
              session.abort();
              pending.cancel(true);
            });
    try {
      Optional<Attempt> made = guard.await(pending).filter(attempt -> !stopped());
      return made.map(attempt -> Made.of(attempt, guard.cut()))
          .orElseGet(() -> Made.unfinished(session, start, guard.cut()));
    } catch (CancellationException e) {
      return Made.unfinished(session, start, true);
    } catch (TimeoutException e) {
      return Made.of(abandoned(route, session, startedAt, System.nanoTime() - start), true);
    } catch (ExecutionException e) {
      return Made.of(
          DefectEvidence.attempt(route, startedAt, DefectEvidence.cause(e)), guard.cut());
    } finally {
      guard.close();
      stop.cancel(false);
      session.abort();
      session.leave();
      pending.cancel(true);
    }
  }

  private SessionContext means(Route route, boolean first) {
    Optional<Access> shown = terms.keyring().of(rule.id());
    return new SessionContext(
        terms.bind().filter(own -> own.getClass() == route.dialled().address().getClass()),
        terms.key(),
        first ? shown : Optional.empty(),
        first ? terms.errand() : Optional.empty(),
        // Every sample's: the server may know the secret from any of them.
        Quotes.of(shown.map(Access::grant), terms.keyring().others(rule.id(), route)),
        terms.keyring().proxy());
  }

  /** How long one attempt may compute: half of its time, but never so little as to be seen. */
  private Duration computing() {
    Duration half = limits.timeout().dividedBy(2);
    return half.compareTo(COMPUTING) > 0 ? half : COMPUTING;
  }

  private static Attempt abandoned(Route route, Session session, Instant startedAt, long took) {
    Outcome outcome = new Outcome.Failed(session.clock().left(), List.of(), List.of());
    String source =
        LocalNetwork.sourceTowards(route.dialled().address())
            .map(InetAddress::getHostAddress)
            .orElse("");
    return new Attempt(startedAt, Duration.ofNanos(took), Map.of(), source, 0, outcome, List.of());
  }

  /** How a follow-up is asked; empty if there is no such protocol. */
  Optional<Ask<?>> ask(FollowUp followUp) {
    return terms.followUps().apply(rule, followUp);
  }

  /** Ends whatever is under way; nothing is begun any more. */
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
