package dev.rollcall.engine.path;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.probe.Dialler;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.LateAnswer;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.path.PathSearches;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks where the requests of an attempt are lost: while the attempt waits for an answer, so that
 * it adds no time; and for a moment after it was rejected, or after only its large answers were
 * lost.
 */
public final class PathLook implements AutoCloseable {
  /** How long before the attempt's end a search must be over. */
  private static final Duration MARGIN = Duration.ofMillis(60);

  /** For an attempt that was rejected at once. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /** For large packets: each distance is waited for in turn. */
  private static final Duration LARGE_LOST = Duration.ofMillis(2500);

  /** For the message of a late answer: until a request that is sent again has been answered. */
  private static final Duration LATE_MESSAGE = Duration.ofMillis(2200);

  /** How much longer a search may take on a busy host, which begins it late. */
  private static final Duration LATE = Duration.ofSeconds(8);

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
  private final boolean direct;
  private final Optional<InetAddress> bind;
  private final boolean wanted;
  private final IcmpListener listener;
  private Optional<Future<Optional<PathTrace>>> search = Optional.empty();
  private boolean ended;
  private boolean closed;

  /**
   * @param wanted whether it may search
   * @param bind the local address to send from, if set
   */
  public PathLook(
      PathSearches searches,
      ExecutorService threads,
      boolean wanted,
      Route route,
      Optional<InetAddress> bind) {
    this.searches = searches;
    this.threads = threads;
    this.dialled = route.dialled();
    this.direct = !(route instanceof Route.ViaProxy);
    this.bind = bind;
    this.wanted = wanted;
    this.listener = new IcmpListener(searches, threads, dialled, bind);
  }

  /** Whether a search can say something: a path that must be blocked needs none. */
  public static boolean isWanted(Rule rule) {
    return !(rule.judging().expectation() instanceof Expectation.Blocked);
  }

  /**
   * Begins, when the session has waited for an answer as long as {@link
   * dev.rollcall.engine.throttle.Lending#SILENCE}.
   */
  public synchronized void begin(Session session) {
    Duration left = session.deadline().remaining().minus(MARGIN);
    if (!ended && !datagrams() && !left.isNegative()) {
      // Also where no search is wanted: it decides whether the host is off.
      listener.begin(session.dialler().flows(), left.plus(LATE_MESSAGE));
    }
    if (wanted && !ended && search.isEmpty() && !left.isNegative()) {
      start(PathSearches.Ending.SILENCE, session.dialler(), left);
    }
  }

  private synchronized void start(PathSearches.Ending ending, Dialler dialler, Duration most) {
    byte[] question = dialler.question().orElse(new byte[0]);
    if (closed || (datagrams() && question.length == 0)) {
      return;
    }
    try {
      FlowLog log = dialler.flows();
      search =
          Optional.of(
              threads.submit(() -> searches.search(ending, question, log, bind, dialled, most)));
    } catch (RejectedExecutionException e) {
      // The run ends.
    }
  }

  /**
   * The attempt with what was found and with all its packets; none is sent after that. A connection
   * that opened after all says that nothing was lost.
   */
  public Attempt finished(Attempt attempt, Dialler dialler) {
    Optional<Fault> fault =
        attempt.outcome() instanceof Outcome.Failed failed
            ? Optional.of(failed.fault())
            : Optional.empty();
    if (fault.filter(LateAnswer::is).isPresent()) {
      return withIcmpMessage(attempt, dialler);
    }
    Optional<PathSearches.Ending> ending = fault.flatMap(this::ending);
    if (!wanted || ending.isEmpty()) {
      // A search may have begun before the answer came: its requests were sent too.
      return attempt.withPackets(packets(dialler), attempt.path());
    }
    Optional<PathTrace> found =
        current(ending.get(), dialler).flatMap(one -> result(one, after(ending.get()).plus(LATE)));
    return LateAnswer.told(attempt.withPackets(packets(dialler), found));
  }

  /** All of them: how often the listener's request was sent is known when its socket is closed. */
  private List<Flow> packets(Dialler dialler) {
    close();
    listener.awaitEnd();
    return dialler.flows().finish();
  }

  /** A late answer, with what its ICMP message says. */
  private Attempt withIcmpMessage(Attempt attempt, Dialler dialler) {
    end();
    Optional<PathTrace> icmpMessage = listener.received(LATE_MESSAGE);
    return LateAnswer.told(attempt.withPackets(packets(dialler), icmpMessage));
  }

  private synchronized void end() {
    ended = true;
    cancel();
  }

  /** What a fault's place is looked for with; empty if it says nothing of the path. */
  private Optional<PathSearches.Ending> ending(Fault fault) {
    if (fault.has(Clue.MTU_BLACK_HOLE)) {
      // Behind a proxy, the packets of its own connection are lost, which this host cannot follow.
      return Optional.of(PathSearches.Ending.LARGE_LOST).filter(any -> direct);
    }
    if (fault.leftNothing()) {
      return Optional.empty();
    }
    if (fault.phase() != (datagrams() ? Phase.EXCHANGE : Phase.CONNECT)) {
      return Optional.empty();
    }
    if (REJECTIONS.contains(fault.kind())) {
      return Optional.of(PathSearches.Ending.REJECTION);
    }
    return datagrams() && fault.kind() != FaultKind.TIMED_OUT
        ? Optional.empty()
        : Optional.of(PathSearches.Ending.SILENCE);
  }

  private boolean datagrams() {
    return dialled.target().port().transport() == Transport.UDP;
  }

  private static Duration after(PathSearches.Ending ending) {
    return ending == PathSearches.Ending.LARGE_LOST ? LARGE_LOST : AFTERWARDS;
  }

  /** The search that can say something of this ending; none begins by itself after that. */
  private synchronized Optional<Future<Optional<PathTrace>>> current(
      PathSearches.Ending ending, Dialler dialler) {
    ended = true;
    if (ending != PathSearches.Ending.SILENCE) {
      cancel();
      start(ending, dialler, after(ending));
    }
    return search;
  }

  static Optional<PathTrace> result(Future<Optional<PathTrace>> search, Duration most) {
    try {
      return search.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void cancel() {
    search.ifPresent(one -> one.cancel(true));
    search = Optional.empty();
  }

  /** Ends a search that still runs; none begins after that. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
    listener.close();
  }
}
