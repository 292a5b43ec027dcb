package dev.rollcall.report.page.view;

import java.util.List;
import java.util.Optional;

/**
 * One run: its first screen, and its rules.
 *
 * @param name tells it from the other runs of the page: its vantage
 * @param anchor the id of its list of rules
 * @param status of the run as a whole
 * @param sentence the console report's verdict
 * @param counts of each status that occurs, the worst first
 * @param facts what the run was
 * @param remarks on the run as a whole
 * @param changes since the baseline, if the run has a history
 * @param missing keys to fill in, in the site file
 * @param warnings works, but a person should look
 * @param groups the vendor's tables
 */
public record RunView(
    String name,
    String anchor,
    StatusView status,
    String sentence,
    List<Count> counts,
    List<Fact> facts,
    List<Remark> remarks,
    List<String> missing,
    Optional<ChangesView> changes,
    List<TeamView> teams,
    List<Warning> warnings,
    List<Group> groups) {
  public RunView {
    counts = List.copyOf(counts);
    facts = List.copyOf(facts);
    remarks = List.copyOf(remarks);
    missing = List.copyOf(missing);
    teams = List.copyOf(teams);
    warnings = List.copyOf(warnings);
    groups = List.copyOf(groups);
  }

  /** How many rules have a status. */
  public record Count(StatusView status, long rules) {}

  /** A label and its value. */
  public record Fact(String label, String value) {}

  /** A sentence on the run as a whole. */
  public record Remark(StatusView status, String text) {}

  /** A rule that works and needs a look. */
  public record Warning(Link rule, String owner, String summary, String advice) {}

  /**
   * One of the vendor's tables.
   *
   * @param rules the worst first, then in the order of the catalogue
   */
  public record Group(String title, List<RuleView> rules) {
    public Group {
      rules = List.copyOf(rules);
    }
  }
}
