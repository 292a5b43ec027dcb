package dev.rollcall.engine.rate;

import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order in which rules begin: the plan's, but where one host has more rules than its rate
 * allows at once, the others go first, so that its rules do not hold what they need. Pure.
 */
public final class RuleOrder {
  private RuleOrder() {}

  /** The indices of the rules. */
  public static List<Integer> of(List<PlannedRule> rules, Rate rate) {
    Map<String, Integer> seen = new HashMap<>();
    List<Long> release = new ArrayList<>();
    for (PlannedRule planned : rules) {
      int before =
          planned.work() instanceof Work.Probe probe && !probe.destinations().isEmpty()
              ? seen.merge(probe.destinations().get(0).target().host(), 1, Integer::sum) - 1
              : 0;
      release.add(rate.hostRelease(before));
    }
    return IntStream.range(0, rules.size())
        .boxed()
        .sorted(Comparator.comparing(release::get))
        .toList();
  }
}
