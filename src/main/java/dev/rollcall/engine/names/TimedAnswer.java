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
 * An answer that is expected. Its timeout runs from the start. After the timeout every waiter gets
 * the same fallback, even if the real answer comes later.
 */
final class TimedAnswer<T> {
  private final CompletableFuture<T> answer;
  private final T otherwise;
  private final long start = System.nanoTime();
  private final Duration timeout;

  private TimedAnswer(CompletableFuture<T> answer, T otherwise, Duration timeout) {
    this.answer = answer;
    this.otherwise = otherwise;
    this.timeout = timeout;
  }

  static <T> TimedAnswer<T> of(
      Supplier<T> question, T otherwise, Executor threads, Duration timeout) {
    return new TimedAnswer<>(CompletableFuture.supplyAsync(question, threads), otherwise, timeout);
  }

  /** The answer; empty if the waiting ended before there was one. */
  Optional<T> await(CompletableFuture<Void> end) throws InterruptedException {
    try {
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
   * The answer, if it comes within that time from the start, and this thread is not interrupted.
   */
  Optional<T> within(Duration time) {
    try {
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

  private T late() {
    answer.complete(otherwise);
    return answer.join();
  }

  private static IllegalStateException failed(ExecutionException e) {
    return new IllegalStateException(e.getCause());
  }

  private long left(Duration whole) {
    return Math.max(0, whole.toNanos() - (System.nanoTime() - start));
  }
}
