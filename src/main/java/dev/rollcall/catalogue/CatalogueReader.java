package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.WitnessTemplate;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.probe.Protocol;
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
  private final Map<String, Protocol<?>> protocols;

  CatalogueReader(Complaints complaints, Map<String, Protocol<?>> protocols) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.protocols = protocols;
  }

  Optional<Catalogue> read(Node root) {
    Fields fields = new Fields(root, "the catalogue", complaints);
    Optional<String> name = fields.require("catalogue", readers::text);
    Optional<String> title = fields.require("title", readers::text);
    List<ValueSpec> values =
        fields
            .take("values")
            .map(node -> new ValueSpecReader(complaints).read(node))
            .orElse(List.of());
    Map<String, RuleGroup> groups = new LinkedHashMap<>();
    fields.take("groups").ifPresent(node -> groups(node, groups));
    if (groups.isEmpty()) {
      groups.put(title.orElse(""), RuleGroup.PLAIN);
    }
    RuleReader reader = new RuleReader(complaints, values, groups, protocols);
    List<RuleTemplate> rules =
        fields.require("rules", (node, key) -> rules(node, reader)).orElse(List.of());
    fields.done();
    return complaints.isEmpty()
        ? Optional.of(new Catalogue(name.orElse(""), title.orElse(""), values, rules))
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
              groups.put(
                  name,
                  bare
                      ? RuleGroup.PLAIN
                      : RuleGroup.read(entry.value(), name, complaints, readers));
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
      Optional<String> id = reader.id(item);
      id.map(word -> seen.putIfAbsent(word, item.mark()))
          .ifPresent(
              earlier ->
                  complaints.add(
                      reader.idMark(item),
                      "duplicate id '"
                          + id.get()
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
