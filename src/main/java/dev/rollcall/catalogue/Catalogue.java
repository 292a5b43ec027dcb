package dev.rollcall.catalogue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A product's rules.
 *
 * @param name one word: {@code appsanywhere}
 * @param title for headings
 * @param values what a site fills in
 * @param rules in the order of the file
 */
public record Catalogue(
    String name, String title, List<ValueSpec> values, List<RuleTemplate> rules) {
  public Catalogue {
    Objects.requireNonNull(name);
    Objects.requireNonNull(title);
    values = List.copyOf(values);
    rules = List.copyOf(rules);
  }

  /** The value of that very name. */
  public Optional<ValueSpec> value(String name) {
    return values.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  public Optional<RuleTemplate> rule(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }
}
