package dev.rollcall.verdict;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import java.util.HashSet;
import java.util.Set;

/** The source addresses of a run's host. */
final class Sources {
  private Sources() {}

  static Set<String> of(Run run) {
    Set<String> sources = new HashSet<>();
    for (RuleResult result : run.results()) {
      if (result.evidence() instanceof Evidence.Probed probed) {
        probed.findings().stream()
            .flatMap(Finding::withFollowUps)
            .flatMap(finding -> finding.attempts().stream())
            .map(Attempt::source)
            .forEach(sources::add);
      }
    }
    sources.remove("");
    return sources;
  }
}
