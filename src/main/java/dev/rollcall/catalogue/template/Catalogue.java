package dev.rollcall.catalogue.template;

import dev.rollcall.model.rule.Witness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Who saw what decides the rules that are not probed from their own vantage, by their ids. */
  public Map<String, Witness> witnesses() {
    Map<String, Witness> witnesses = new LinkedHashMap<>();
    rules.forEach(
        rule ->
            rule.applicability()
                .witness()
                .ifPresent(one -> witnesses.put(rule.id(), one.witness())));
    return witnesses;
  }

  /** The path of the site's health check; empty where neither catalogue nor site have it. */
  public Optional<String> healthCheck(Values site) {
    return rules.stream()
        .flatMap(rule -> rule.applicability().witness().flatMap(WitnessTemplate::path).stream())
        .flatMap(path -> path.texts(site).stream())
        .findFirst();
  }

  public Optional<RuleTemplate> rule(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }
}
