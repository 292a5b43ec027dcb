package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.report.cause.CauseText;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.text.Counted;
import java.util.List;
import java.util.Optional;

/**
 * The failed rules in short: by who must act, then by cause. What several rules have in common is
 * said once.
 */
final class FailedRules {
  /** Up to so many rules of a group say in full what was seen of each. */
  private static final int FEW = 3;

  private static final int INDENT = 4;

  private final ConsolePage page;
  private final int column;

  /**
   * @param column the width of the ids
   */
  FailedRules(ConsolePage page, int column) {
    this.page = page;
    this.column = column;
  }

  void write(String heading, List<RuleResult> results) {
    String last = "";
    List<FailureGroup> groups = FailureGroup.of(results);
    for (FailureGroup group : groups) {
      String title = group.title();
      if (!title.equals(last)) {
        last = title;
        int count =
            groups.stream()
                .filter(one -> one.title().equals(title))
                .mapToInt(one -> one.rules().size())
                .sum();
        page.heading(heading + ": " + title + ", " + Counted.of(count, "rule"));
      }
      write(group);
    }
  }

  private void write(FailureGroup group) {
    group
        .fault()
        .ifPresent(
            cause ->
                page.text(
                    0,
                    cause.cause()
                        + ": "
                        + group.evidence().orElseGet(() -> CauseText.of(cause.kind()).meaning())));
    List<String> common = group.commonRemarks();
    common.forEach(remark -> page.text(2, remark));
    FailedWay.alike(group)
        .forEach(
            (advice, ways) -> {
              boolean together = ways.size() > 1 && !advice.isEmpty();
              if (together) {
                page.text(2, advice);
              }
              ways.forEach(way -> rule(way, group, common, !together));
            });
  }

  private void rule(FailedWay way, FailureGroup group, List<String> common, boolean withAdvice) {
    RuleResult result = way.result();
    Verdict verdict = result.verdict();
    page.row(verdict.status(), result.rule().id(), column, way.toString(), "");
    way.more(verdict).ifPresent(text -> page.text(INDENT, text));
    evidence(result, group)
        .ifPresent(
            seen -> {
              if (group.rules().size() > FEW) {
                page.cutText(INDENT, seen);
              } else {
                page.text(INDENT, seen);
              }
            });
    EvidenceText.sides(result).forEach(side -> page.text(INDENT, side));
    // Without a cause, the verdict itself says that the run ended.
    EvidenceText.unfinished(result)
        .filter(any -> verdict.cause().isPresent())
        .or(() -> EvidenceText.began(result))
        .ifPresent(text -> page.text(INDENT, text));
    if (withAdvice && !verdict.advice().isEmpty()) {
      page.text(INDENT, verdict.advice());
    }
    verdict.remarks().stream()
        .filter(remark -> !common.contains(remark))
        .forEach(remark -> page.text(INDENT, EvidenceText.withoutCause(remark, result)));
  }

  /** What was seen of this rule, if the group does not say it. */
  private static Optional<String> evidence(RuleResult result, FailureGroup group) {
    return group.evidence().isPresent()
        ? Optional.empty()
        : result.verdict().cause().map(Fault::evidence);
  }
}
