package dev.rollcall.report.page.view;

import java.util.List;
import java.util.Optional;

/**
 * What one team has to do after a run.
 *
 * @param title {@code Firewall team}
 * @param failed how many of its rules fail
 * @param undecided how many could not be decided
 * @param causes in words, for the overview
 * @param request where its change request stands in the page, if it has one
 * @param groups rules that have one cause
 */
public record TeamView(
    String anchor,
    String title,
    int failed,
    int undecided,
    List<Link> causes,
    Optional<String> request,
    List<Group> groups) {
  public TeamView {
    causes = List.copyOf(causes);
    groups = List.copyOf(groups);
  }

  /**
   * Rules with one cause.
   *
   * @param meaning what was seen of all of them, or what the cause means
   * @param common advice and remarks that hold for all
   */
  public record Group(
      StatusView status,
      Optional<Link> cause,
      String meaning,
      List<String> common,
      List<Line> rules) {
    public Group {
      common = List.copyOf(common);
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule.
   *
   * @param way from where to where
   * @param more what its group does not say
   */
  public record Line(Link rule, String way, List<String> more, String advice) {
    public Line {
      more = List.copyOf(more);
    }
  }
}
