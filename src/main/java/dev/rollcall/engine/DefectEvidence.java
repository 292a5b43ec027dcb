package dev.rollcall.engine;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.guard.Task;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.net.LocalNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Turns a defect of Rollcall into evidence: a fault of kind INTERNAL for the attempt, route or rule
 * concerned, so that everything else is kept.
 */
final class DefectEvidence {
  private DefectEvidence() {}

  /** Runs a task; if no thread can be started, the future fails. */
  static <T> Future<T> submit(ExecutorService threads, Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              result.complete(task.run(left -> complete(result, left)));
            } catch (Guard.LeftBehindException e) {
              // Another thread has the result.
            } catch (Exception | Error e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> left) {
    try {
      result.complete(left.call());
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** Runs a task on another thread, which may be left behind. */
  static <T> T elsewhere(ExecutorService threads, Task<T> task) throws InterruptedException {
    try {
      return submit(threads, task).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(cause(e));
    }
  }

  /** The exception of another thread. */
  static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  /** The evidence of one attempt. */
  static Attempt attempt(Route route, Instant startedAt, Throwable thrown) {
    Fault fault =
        Fault.internal(
            Phase.EXCHANGE, "probing " + route.dialled().address().getHostAddress(), thrown);
    return Attempt.bare(
        startedAt, Duration.ZERO, "", new Outcome.Failed(fault, List.of(), List.of()));
  }

  /** An attempt that ignored its end. */
  static Attempt abandoned(Route route, Session session, Instant startedAt, long took) {
    Outcome outcome = new Outcome.Failed(session.budget().left(), List.of(), List.of());
    String source =
        LocalNetwork.sourceTowards(route.dialled().address())
            .map(InetAddress::getHostAddress)
            .orElse("");
    return Attempt.bare(startedAt, Duration.ofNanos(took), source, outcome)
        .withPackets(session.dialler().flows().finish(), Optional.empty());
  }

  /** The evidence of one route. */
  static Finding finding(Route route, String protocol, boolean declared, Throwable thrown) {
    List<Attempt> made = List.of(attempt(route, Instant.now(), thrown));
    return new Finding(route, protocol, declared, Optional.empty(), made, List.of());
  }

  /** The evidence of a rule without a known route. */
  static Evidence evidence(Rule rule, Throwable thrown) {
    Fault fault = Fault.internal(Phase.RESOLVE, "probing this rule", thrown);
    NameEvidence name =
        new NameEvidence(
            rule.destination(), List.of(), Duration.ZERO, Optional.of(fault), List.of());
    return new Evidence.Probed(List.of(name), List.of(), true);
  }
}
