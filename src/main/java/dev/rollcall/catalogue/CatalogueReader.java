package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.WitnessTemplate;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.settings.YamlKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a whole catalogue: its head, its values, its groups and its rules. */
final class CatalogueReader {
  private final Complaints complaints;
  private final Readers readers;
  private final Binder binder;
  private final Map<String, Protocol<?>> protocols;

  CatalogueReader(Complaints complaints, Map<String, Protocol<?>> protocols) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.binder = new Binder(complaints);
    this.protocols = protocols;
  }

  /** The keys of a catalogue. */
  record Keys(
      @YamlKey(about = "One word: the catalogue's name.", required = true)
          Optional<String> catalogue,
      @YamlKey(about = "For headings.", required = true) Optional<String> title,
      @YamlKey(about = "What a site fills in, by dotted names.", as = ValueSpec.class)
          Optional<Node> values,
      @YamlKey(about = "Headings, and what their rules have in common.", as = RuleGroup.class)
          Optional<Node> groups,
      @YamlKey(
              about = "The rules, in the order of the reports.",
              as = RuleTemplate.class,
              required = true)
          Optional<Node> rules) {}

  Optional<Catalogue> read(Node root) {
    Keys keys = binder.section(Keys.class, root, "the catalogue").orElseThrow();
    String title = keys.title().orElse("");
    List<ValueSpec> values =
        keys.values().map(node -> new ValueSpecReader(complaints).read(node)).orElse(List.of());
    Map<String, RuleGroup> groups = new LinkedHashMap<>();
    keys.groups().ifPresent(node -> groups(node, groups));
    if (groups.isEmpty()) {
      groups.put(title, RuleGroup.PLAIN);
    }
    RuleReader reader =
        new RuleReader(complaints, values, groups, keys.groups().isPresent(), protocols);
    List<RuleTemplate> rules = keys.rules().flatMap(node -> rules(node, reader)).orElse(List.of());
    return complaints.isEmpty()
        ? Optional.of(new Catalogue(keys.catalogue().orElse(""), title, values, rules))
        : Optional.empty();
  }

  private void groups(Node node, Map<String, RuleGroup> groups) {
    if (!(node instanceof Node.Mapping mapping)) {
      readers.wrong(node, "groups", "a mapping", "");
      return;
    }
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              boolean bare = entry.value() instanceof Node.Scalar scalar && scalar.isNull();
              Optional<RuleGroup> group =
                  bare
                      ? Optional.empty()
                      : binder.section(RuleGroup.class, entry.value(), "group '" + name + "'");
              groups.put(name, group.orElse(RuleGroup.PLAIN));
            });
  }

  private Optional<List<RuleTemplate>> rules(Node node, RuleReader reader) {
    if (!(node instanceof Node.Sequence sequence)) {
      return readers.wrong(node, "rules", "a list", "; begin every rule with - id: …");
    }
    if (sequence.items().isEmpty()) {
      complaints.add(node.mark(), "rules is empty; a catalogue needs a rule");
    }
    Map<String, Node.Mark> seen = new HashMap<>();
    List<RuleTemplate> rules = new ArrayList<>();
    for (Node item : sequence.items()) {
      Optional<Node.Scalar> id = RuleReader.id(item);
      id.map(word -> seen.putIfAbsent(word.text(), item.mark()))
          .ifPresent(
              earlier ->
                  complaints.add(
                      id.get().mark(),
                      "duplicate id '"
                          + id.get().text()
                          + "'; first used in line "
                          + earlier.line()
                          + " already"));
      reader.read(item).ifPresent(rules::add);
    }
    rules.forEach(rule -> needed(rule, rules, seen));
    rules.forEach(rule -> witness(rule, seen));
    return Optional.of(rules);
  }

  /** What other servers' runs are looked for must be there. */
  private void witness(RuleTemplate rule, Map<String, Node.Mark> places) {
    if (rule.applicability().witness().map(WitnessTemplate::witness).orElse(null)
            instanceof Witness.Servers other
        && !places.containsKey(other.rule())) {
      Node.Mark mark = places.getOrDefault(rule.id(), Node.Mark.START);
      complaints.unknown(mark, "servers '" + other.rule() + "'", other.rule(), places.keySet());
    }
  }

  /**
   * The rule that another is judged by must expect an answer. Without a control that answers, a
   * dead network would pass as blocked.
   */
  private void needed(RuleTemplate rule, List<RuleTemplate> rules, Map<String, Node.Mark> places) {
    Expectation expectation = rule.judging().expectation();
    if (expectation.needs().isEmpty()) {
      return;
    }
    String other = expectation.needs().get();
    String what =
        (expectation instanceof Expectation.Beside ? "beside '" : "control '") + other + "'";
    Node.Mark mark = places.getOrDefault(rule.id(), Node.Mark.START);
    Set<String> answering = new LinkedHashSet<>();
    rules.stream()
        .filter(one -> one.judging().expectation() instanceof Expectation.Answer)
        .forEach(one -> answering.add(one.id()));
    if (!places.containsKey(other)) {
      complaints.unknown(mark, what, other, answering);
    } else if (!answering.contains(other)) {
      complaints.add(mark, what + " must be a rule that expects an answer");
    }
  }
}
