package dev.rollcall.report.page.view;

import java.util.List;

/**
 * Times as a bar, on a scale that all bars of a page share.
 *
 * @param segments from left to right
 * @param cut whether it goes beyond the scale
 * @param label the same in words
 */
public record Bar(List<Segment> segments, boolean cut, String label) {
  public Bar {
    segments = List.copyOf(segments);
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
