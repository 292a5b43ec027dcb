package dev.rollcall.plan;

import dev.rollcall.model.Rule;
import java.util.Objects;

/** One rule and the work for it. */
public record PlannedRule(Rule rule, Work work) {
  public PlannedRule {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(work);
  }

  /** The same, but without credentials. */
  public PlannedRule withoutLogin() {
    return work instanceof Work.Probe probe && probe.login().isPresent()
        ? new PlannedRule(
            rule,
            new Work.Probe(probe.ask(), probe.destinations(), probe.discovery(), probe.proxy()))
        : this;
  }
}
