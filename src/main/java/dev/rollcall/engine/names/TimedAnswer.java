package dev.rollcall.engine.names;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An answer that is expected. Its timeout runs from the moment at which a thread begins to ask: a
 * busy host lets many threads begin late, and that is no delay of the one who is asked. After the
 * timeout every waiter gets the same fallback, even if the real answer comes later.
 */
final class TimedAnswer<T> {
  /** The longest wait for a thread; many times what a whole table takes. */
  private static final Duration LATEST = Duration.ofMinutes(1);

  /** When the thread began, of {@link System#nanoTime}. */
  private final CompletableFuture<Long> begun = new CompletableFuture<>();

  private final CompletableFuture<T> answer;
  private final T otherwise;
  private final Duration timeout;

  private TimedAnswer(Supplier<T> question, T otherwise, Executor threads, Duration timeout) {
    this.answer =
        CompletableFuture.supplyAsync(
            () -> {
              begun.complete(System.nanoTime());
              return question.get();
            },
            threads);
    this.otherwise = otherwise;
    this.timeout = timeout;
  }

  static <T> TimedAnswer<T> of(
      Supplier<T> question, T otherwise, Executor threads, Duration timeout) {
    return new TimedAnswer<>(question, otherwise, threads, timeout);
  }

  /** The answer; empty if the waiting ended before there was one. */
  Optional<T> await(CompletableFuture<Void> end) throws InterruptedException {
    try {
      CompletableFuture.anyOf(begun, answer, end).get(LATEST.toNanos(), TimeUnit.NANOSECONDS);
      CompletableFuture.anyOf(answer, end).get(left(timeout), TimeUnit.NANOSECONDS);
      return answer.isDone() ? Optional.of(answer.get()) : Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(late());
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  /**
   * The answer, or the fallback after the timeout. A thread that is interrupted gets the fallback
   * at once; the others still wait.
   */
  T await() {
    try {
      awaitBegin();
      return answer.get(left(timeout), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return late();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  /**
   * The answer, if it comes within that time from the moment at which a thread begins to ask, and
   * this thread is not interrupted. With no time, what is there now.
   */
  Optional<T> within(Duration time) {
    try {
      if (!time.isZero()) {
        awaitBegin();
      }
      return Optional.of(answer.get(left(time), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private void awaitBegin() throws InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture.anyOf(begun, answer).get(LATEST.toNanos(), TimeUnit.NANOSECONDS);
  }

  private T late() {
    answer.complete(otherwise);
    return answer.join();
  }

  private static IllegalStateException failed(ExecutionException e) {
    return new IllegalStateException(e.getCause());
  }

  private long left(Duration whole) {
    long now = System.nanoTime();
    return Math.max(0, whole.toNanos() - (now - begun.getNow(now)));
  }
}
