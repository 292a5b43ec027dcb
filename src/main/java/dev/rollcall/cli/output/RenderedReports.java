package dev.rollcall.cli.output;

import dev.rollcall.model.Run;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Renders each report of a run once: whether it can be rendered is tried before anything is
 * written, and what that gave is written then. Threads may share it.
 *
 * @param <T> a rendered report
 */
public final class RenderedReports<T> {
  private final Map<Object, Rendered<T>> last = new ConcurrentHashMap<>();

  private record Rendered<T>(Run run, T report) {}

  /**
   * The report of a run.
   *
   * @param key which report
   * @param renderer a pure function
   */
  @SuppressWarnings("ReferenceEquality") // comparing two runs takes longer than rendering one
  public T of(Object key, Run run, Function<Run, T> renderer) {
    Optional<T> known =
        Optional.ofNullable(last.get(key)).filter(one -> one.run() == run).map(Rendered::report);
    if (known.isPresent()) {
      return known.get();
    }
    T report = renderer.apply(run);
    last.put(key, new Rendered<>(run, report));
    return report;
  }
}
