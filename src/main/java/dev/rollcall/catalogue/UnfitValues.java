package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.ServiceName;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.SettingsTemplate;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.path.Port;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reports values of a site that are right by their type, but not where the catalogue puts them:
 * whatever the vantage, and at their place in the site file.
 */
final class UnfitValues {
  private final Catalogue catalogue;
  private final Complaints complaints;
  private final Set<String> added = new HashSet<>();

  UnfitValues(Catalogue catalogue, Complaints complaints) {
    this.catalogue = catalogue;
    this.complaints = complaints;
  }

  void check(Map<String, SiteValue> given, Map<String, Site.Amendment> amendments, Node root) {
    Values values = Values.given(catalogue.values(), given);
    for (RuleTemplate rule : catalogue.rules()) {
      boolean waived =
          Optional.ofNullable(amendments.get(rule.id())).flatMap(Site.Amendment::skip).isPresent();
      if (!waived
          && rule.applicability().unprobed().isEmpty()
          && rule.excluded(values).isEmpty()
          && rule.unmet(values).isEmpty()) {
        settings(rule, given, root);
        ports(rule, given, root);
        services(rule, given, root);
      }
    }
  }

  private void settings(RuleTemplate rule, Map<String, SiteValue> given, Node root) {
    SettingsTemplate<?> settings = rule.probing().ask();
    Values values = Values.given(catalogue.values(), given);
    List<String> names = names(settings.references().stream(), values, given);
    List<String> objections = names.isEmpty() ? List.of() : settings.objections(values);
    if (objections.isEmpty()) {
      return;
    }
    boolean found = false;
    for (String name : names) {
      // Alone among examples: which of the values it is, and all of them if they are several.
      Values alone = Values.samples(catalogue.values(), Map.of(name, given.get(name)));
      for (String objection : settings.objections(alone)) {
        add(name, objection, root);
        found = true;
      }
    }
    // Each is right alone. Together they may miss one that was reported already.
    if (!found && complaints.isEmpty() && rule.missing(values, rule.from()).isEmpty()) {
      objections.forEach(objection -> add(names.get(0), objection, root));
    }
  }

  private void ports(RuleTemplate rule, Map<String, SiteValue> given, Node root) {
    Values values = Values.given(catalogue.values(), given);
    rule.probing().port().cases().stream()
        .map(one -> one.is())
        .forEach(port -> port(port, values, given, root));
  }

  private void port(Template port, Values values, Map<String, SiteValue> given, Node root) {
    List<String> names = names(port.names().stream(), values, given);
    for (String text : names.isEmpty() ? List.<String>of() : port.texts(values)) {
      try {
        Port.parse(text);
      } catch (IllegalArgumentException e) {
        add(names.get(0), String.valueOf(e.getMessage()), root);
      }
    }
  }

  private void services(RuleTemplate rule, Map<String, SiteValue> given, Node root) {
    Values values = Values.given(catalogue.values(), given);
    rule.probing()
        .discover()
        .of(values)
        .ifPresent(template -> service(template, values, given, root));
  }

  private void service(Template template, Values values, Map<String, SiteValue> given, Node root) {
    List<String> names = names(template.names().stream(), values, given);
    for (String text : names.isEmpty() ? List.<String>of() : template.texts(values)) {
      Optional<String> objection = ServiceName.objection(text);
      if (objection.isPresent()) {
        String name =
            names.stream().filter(one -> isAlone(template, one, given)).findFirst().orElse("");
        add(name.isEmpty() ? names.get(0) : name, objection.get(), root);
      }
    }
  }

  /** Whether the value is wrong among examples, too. */
  private boolean isAlone(Template template, String name, Map<String, SiteValue> given) {
    Values alone = Values.samples(catalogue.values(), Map.of(name, given.get(name)));
    return template.texts(alone).stream().anyMatch(text -> ServiceName.objection(text).isPresent());
  }

  /** Those that the site file sets, without the names of parts. */
  private static List<String> names(
      Stream<String> references, Values values, Map<String, SiteValue> given) {
    return references.map(values::valueOf).filter(given::containsKey).distinct().toList();
  }

  /** Several rules may refuse a value for the same reason. */
  private void add(String name, String objection, Node root) {
    String message = name + " does not fit: " + objection;
    if (added.add(message)) {
      complaints.add(place(name, root), message);
    }
  }

  private static Node.Mark place(String name, Node root) {
    Node at = root;
    for (String key : name.split("\\.", -1)) {
      Optional<Node.Entry> entry =
          at instanceof Node.Mapping mapping ? mapping.entry(key) : Optional.empty();
      if (entry.isEmpty()) {
        return at.mark();
      }
      at = entry.get().value();
    }
    return at.mark();
  }
}
