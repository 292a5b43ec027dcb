package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.ModelWords;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Vantage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads values of a rule that may differ from case to case. */
final class CasesReader {
  private final Complaints complaints;
  private final Readers readers;
  private final ModelWords words;
  private final References references;

  CasesReader(Complaints complaints, Readers readers, ModelWords words, References references) {
    this.complaints = complaints;
    this.readers = readers;
    this.words = words;
    this.references = references;
  }

  /** The conditions under a key. */
  List<Condition> conditions(Fields fields, String key) {
    return fields.take(key, readers.oneOrMore(references::condition)).orElse(List.of());
  }

  /** A value of the rule, or its group's, or the usual one. */
  <T> Cases<T> policy(
      Fields fields,
      String key,
      BiFunction<Node, String, Optional<T>> reader,
      Optional<Node> common,
      T usual) {
    Cases<T> fallback =
        common
            .flatMap(node -> reader.apply(node, key))
            .map(Cases::always)
            .orElse(Cases.always(usual));
    return cases(fields, key, reader, fallback);
  }

  /** The destination may differ by vantage: the load balancer or the servers. */
  Cases<Owner> keeper(Fields fields) {
    return cases(fields, "keeper", words::owner, Cases.never(), true);
  }

  /** A value, or a list of {@code {when: …, is: value}}. */
  <T> Cases<T> cases(
      Fields fields, String key, BiFunction<Node, String, Optional<T>> reader, Cases<T> fallback) {
    return cases(fields, key, reader, fallback, false);
  }

  /**
   * A value, or a list of {@code {when: …, is: value}}.
   *
   * @param vantages whether a case may also say {@code from: …}
   */
  private <T> Cases<T> cases(
      Fields fields,
      String key,
      BiFunction<Node, String, Optional<T>> reader,
      Cases<T> fallback,
      boolean vantages) {
    Optional<Node> node = fields.take(key);
    if (node.isEmpty()) {
      return fallback;
    }
    if (!(node.get() instanceof Node.Sequence sequence)) {
      return reader.apply(node.get(), key).map(Cases::always).orElse(fallback);
    }
    List<Cases.Case<T>> cases = new ArrayList<>();
    for (Node item : sequence.items()) {
      Fields one = new Fields(item, "a case of '" + key + "'", complaints);
      List<Condition> when = conditions(one, "when");
      List<Vantage> from =
          vantages ? one.take("from", words::vantages).orElse(List.of()) : List.of();
      one.require("is", reader).ifPresent(is -> cases.add(new Cases.Case<>(when, from, is)));
      one.done();
    }
    return new Cases<>(cases);
  }
}
