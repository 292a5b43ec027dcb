package dev.rollcall.report.page.view;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.report.cause.CauseText;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A cause that occurs in the page, as {@code explain CAUSE} explains it. */
public record CauseView(String anchor, String name, CauseText text) {
  /** Those that the runs' verdicts name. */
  static List<CauseView> of(List<Run> runs) {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    for (Run run : runs) {
      for (RuleResult result : run.results()) {
        result.verdict().cause().map(Fault::kind).ifPresent(kinds::add);
      }
    }
    return kinds.stream()
        .map(kind -> new CauseView(Anchors.cause(kind), kind.name(), CauseText.of(kind)))
        .toList();
  }
}
