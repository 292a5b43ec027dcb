package dev.rollcall.plan;

import dev.rollcall.model.Run;
import dev.rollcall.model.Vantage;
import java.util.List;
import java.util.Objects;

/**
 * Everything that one run is to do.
 *
 * @param catalogue the catalogue's name
 * @param title the catalogue's title, for headings
 * @param rules those of the vantage, in the order of the catalogue
 * @param remarks what the plan already knows of the run as a whole
 */
public record Plan(
    String catalogue,
    String title,
    Vantage vantage,
    List<PlannedRule> rules,
    List<Run.Remark> remarks) {
  public Plan {
    Objects.requireNonNull(catalogue);
    Objects.requireNonNull(title);
    Objects.requireNonNull(vantage);
    rules = List.copyOf(rules);
    remarks = List.copyOf(remarks);
  }
}
