package dev.rollcall.catalogue.template;

import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.Objects;

/**
 * One entry of a rule's {@code to}.
 *
 * @param host a host, or a reference to hosts or servers
 * @param when conditions of the entry; all must hold
 * @param from the vantages for which it counts
 */
public record DestinationTemplate(Template host, List<Condition> when, List<Vantage> from) {
  public DestinationTemplate {
    Objects.requireNonNull(host);
    when = List.copyOf(when);
    from = List.copyOf(from);
  }
}
