package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.ModelWords;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.Optional;

/**
 * Defaults for the rules of one group.
 *
 * @param addresses the node, read anew for each rule, so that a complaint has one place
 */
record RuleGroup(
    boolean external,
    boolean rotating,
    List<Vantage> from,
    Optional<Node> addresses,
    Optional<Node> certificate) {

  static final RuleGroup PLAIN =
      new RuleGroup(false, false, List.of(), Optional.empty(), Optional.empty());

  static RuleGroup read(Node node, String name, Complaints complaints, Readers readers) {
    Fields fields = new Fields(node, "group '" + name + "'", complaints);
    RuleGroup group =
        new RuleGroup(
            fields.take("external", readers::flag).orElse(false),
            fields.take("rotating", readers::flag).orElse(false),
            fields.take("from", new ModelWords(complaints)::vantages).orElse(List.of()),
            fields.take("addresses"),
            fields.take("certificate"));
    fields.done();
    return group;
  }
}
