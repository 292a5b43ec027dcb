package dev.rollcall.report.page.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Times as a bar, on a scale that all bars of a page share.
 *
 * @param segments from left to right
 * @param cut whether it goes beyond the scale
 * @param usual where a mark for the usual time stands, in thousandths of the scale
 * @param whole all phases together
 * @param label the same in words
 */
public record Bar(
    List<Segment> segments, boolean cut, Optional<Integer> usual, Duration whole, String label) {
  public Bar {
    segments = List.copyOf(segments);
  }

  /** The whole time in microseconds, to sort by. */
  public long micros() {
    return whole.toNanos() / 1000;
  }

  /**
   * A phase.
   *
   * @param word the class in the style: {@code connect}; {@code rest} is Rollcall's own work
   * @param lost whether nothing came: drawn hatched, not only in another colour
   * @param x in thousandths of the scale
   * @param width likewise
   */
  public record Segment(String word, boolean lost, int x, int width) {}
}
