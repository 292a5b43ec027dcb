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
 * An answer that is under way. Its time runs from when it was asked for, whoever waits; once it has
 * passed, everybody gets the same other answer, even if the right one comes later.
 */
final class Pending<T> {
  private final CompletableFuture<T> answer;
  private final T otherwise;
  private final long start = System.nanoTime();
  private final Duration timeout;

  private Pending(CompletableFuture<T> answer, T otherwise, Duration timeout) {
    this.answer = answer;
    this.otherwise = otherwise;
    this.timeout = timeout;
  }

  static <T> Pending<T> of(Supplier<T> question, T otherwise, Executor threads, Duration timeout) {
    return new Pending<>(CompletableFuture.supplyAsync(question, threads), otherwise, timeout);
  }

  /** The answer; empty if the waiting ended before there was one. */
  Optional<T> await(CompletableFuture<Void> end) throws InterruptedException {
    long left = Math.max(0, timeout.toNanos() - (System.nanoTime() - start));
    try {
      CompletableFuture.anyOf(answer, end).get(left, TimeUnit.NANOSECONDS);
      return answer.isDone() ? Optional.of(answer.get()) : Optional.empty();
    } catch (TimeoutException e) {
      answer.complete(otherwise);
      return Optional.of(answer.join());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
