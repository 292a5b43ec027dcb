package dev.rollcall.report.cause;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The skipped rules: some were probed all the same, and what was seen does not count. */
public final class SkippedRules {
  private SkippedRules() {}

  /** Those not probed, then those not judged, each by its heading; no heading without rules. */
  public static Map<String, List<RuleResult>> byHeading(Run run) {
    Map<Boolean, List<RuleResult>> skipped =
        run.with(Status.SKIPPED).stream()
            .collect(Collectors.partitioningBy(SkippedRules::wasProbed));
    Map<String, List<RuleResult>> headings = new LinkedHashMap<>();
    headings.put("Not probed", skipped.get(false));
    headings.put("Not judged", skipped.get(true));
    headings.values().removeIf(List::isEmpty);
    return headings;
  }

  private static boolean wasProbed(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed;
  }
}
