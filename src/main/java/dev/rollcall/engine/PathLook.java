package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.path.PathSearches;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks where the connection requests of an attempt are lost: while the attempt waits for an
 * answer, so that it adds no time; and for a moment after it was rejected.
 */
final class PathLook implements AutoCloseable {
  /** How long an attempt has waited before its silence is looked into. */
  static final Duration SILENT = Duration.ofMillis(300);

  /** How long before the attempt's end a search must be over. */
  private static final Duration MARGIN = Duration.ofMillis(60);

  /** For an attempt that was rejected at once. */
  private static final Duration AFTERWARDS = Duration.ofMillis(1200);

  private static final Set<FaultKind> REJECTIONS =
      Set.of(
          FaultKind.REJECTED,
          FaultKind.UNREACHABLE,
          FaultKind.NO_ROUTE,
          FaultKind.REFUSED,
          FaultKind.RESET);

  private final PathSearches searches;
  private final ExecutorService threads;
  private final Endpoint dialled;
  private final Optional<InetAddress> bind;
  private final boolean wanted;
  private Optional<Future<Optional<PathTrace>>> search = Optional.empty();

  /**
   * @param wanted whether it may search
   * @param bind the local address to send from, if set
   */
  PathLook(
      PathSearches searches,
      ExecutorService threads,
      boolean wanted,
      Endpoint dialled,
      Optional<InetAddress> bind) {
    this.searches = searches;
    this.threads = threads;
    this.dialled = dialled;
    this.bind = bind;
    this.wanted = wanted;
  }

  /** Whether a search can say something: a path that must be blocked needs none. */
  static boolean isWanted(Rule rule, Route route) {
    return route.dialled().target().port().transport() == Transport.TCP
        && !(rule.judging().expectation() instanceof Expectation.Blocked);
  }

  /** Begins, when the session has waited for its connection as long as {@link #SILENT}. */
  synchronized void begin(Session session) {
    Duration left = session.deadline().remaining().minus(MARGIN);
    if (wanted && search.isEmpty() && !left.isNegative()) {
      start(PathSearches.Ending.SILENCE, session.dialler().flows(), left);
    }
  }

  private void start(PathSearches.Ending ending, FlowLog log, Duration most) {
    try {
      search = Optional.of(threads.submit(() -> searches.search(ending, log, bind, dialled, most)));
    } catch (RejectedExecutionException e) {
      // The run ends.
    }
  }

  /**
   * The attempt with what was found; a connection that opened after all says that nothing was lost.
   */
  Attempt finished(Attempt attempt, FlowLog log) throws InterruptedException {
    Optional<Fault> fault =
        attempt.outcome() instanceof Outcome.Failed failed
            ? Optional.of(failed.fault()).filter(one -> one.phase() == Phase.CONNECT)
            : Optional.empty();
    if (!wanted || fault.isEmpty()) {
      return attempt;
    }
    if (REJECTIONS.contains(fault.get().kind())) {
      close();
      start(PathSearches.Ending.REJECTION, log, AFTERWARDS);
    }
    Optional<PathTrace> found = result();
    close();
    return attempt.withPackets(log.flows(), found);
  }

  private Optional<PathTrace> result() throws InterruptedException {
    Duration most = AFTERWARDS.plus(MARGIN);
    try {
      return search.isEmpty()
          ? Optional.empty()
          : search.get().get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Ends a search that still runs. */
  @Override
  public synchronized void close() {
    search.ifPresent(one -> one.cancel(true));
    search = Optional.empty();
  }
}
