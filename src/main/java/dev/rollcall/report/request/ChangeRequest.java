package dev.rollcall.report.request;

import dev.rollcall.model.rule.Owner;
import java.util.List;

/**
 * A request to several teams.
 *
 * @param title the catalogue's
 * @param version Rollcall's own
 * @param origins the runs that it was made from, a line each
 * @param whole whether it lists every rule, not only those that fail
 * @param sections in the order of {@link dev.rollcall.report.cause.Teams}; none without a row
 * @param left what is not part of it, and why, a line each
 */
public record ChangeRequest(
    String title,
    String version,
    List<String> origins,
    boolean whole,
    List<Section> sections,
    List<String> left) {
  public ChangeRequest {
    origins = List.copyOf(origins);
    sections = List.copyOf(sections);
    left = List.copyOf(left);
  }

  /** What one team is asked for. */
  public record Section(Owner team, List<Row> rows) {
    public Section {
      rows = List.copyOf(rows);
    }
  }
}
