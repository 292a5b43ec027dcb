package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Reader;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.Reference;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads templates and conditions, and reports values that a catalogue does not have. */
final class References {
  private final Complaints complaints;
  private final Readers readers;
  private final List<ValueSpec> values;

  References(Complaints complaints, List<ValueSpec> values) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.values = values;
  }

  /** A binder that knows templates, conditions, cases and the names of values. */
  Binder binder() {
    Binder binder = new Binder(complaints);
    return binder
        .with(Template.class, this::template)
        .with(Hosts.class, this::host)
        .with(ValueSpec.class, this::value)
        .with(SecretReference.class, this::secret)
        .with(Condition.class, this::condition)
        .withAround(Cases.class, inner -> cases(binder, RuleKeys.SiteCase.class, inner))
        .with(
            RuleKeys.VantageCase.class,
            cases(binder, RuleKeys.VantageCase.class, readers.constant(Owner.class)));
  }

  /** A value, or a list of {@code {when: …, is: value}}. */
  static <K extends Record & RuleKeys.Case, T> Reader<Cases<T>> cases(
      Binder binder, Class<K> type, Reader<T> value) {
    return (node, key) -> {
      if (!(node instanceof Node.Sequence sequence)) {
        return value.apply(node, key).map(Cases::always);
      }
      List<Cases.Case<T>> cases = new ArrayList<>();
      for (Node item : sequence.items()) {
        Optional<K> one = binder.section(type, item, "a case of '" + key + "'");
        one.flatMap(keys -> value.apply(keys.is(), "is"))
            .ifPresent(is -> cases.add(new Cases.Case<>(one.get().when(), one.get().from(), is)));
      }
      return Optional.of(new Cases<>(cases));
    };
  }

  Optional<Template> template(Node node, String key) {
    return readers
        .text(node, key)
        .map(Template::new)
        .filter(template -> check(template.names(), node.mark()));
  }

  /** A host, or a template for hosts. */
  Optional<Template> host(Node node, String key) {
    Optional<Template> template = template(node, key);
    if (template.isPresent()
        && template.get().names().isEmpty()
        && !Hosts.isHost(template.get().text())) {
      String text = template.get().text();
      return readers.wrong(node, key, "a host name or an address", Hosts.remedy(text));
    }
    return template;
  }

  Optional<String> value(Node node, String key) {
    return readers.text(node, key).filter(name -> check(List.of(name), node.mark()));
  }

  /** The name of a value that is a secret. */
  Optional<String> secret(Node node, String key) {
    List<String> secrets =
        values.stream().filter(v -> v.kind() == Kind.SECRET).map(ValueSpec::name).toList();
    return readers
        .text(node, key)
        .filter(
            name -> {
              if (!secrets.contains(name)) {
                complaints.unknown(node.mark(), "secret '" + name + "'", name, secrets);
              }
              return secrets.contains(name);
            });
  }

  Optional<Condition> condition(Node node, String key) {
    Optional<Condition> condition = readers.text(node, key).map(Condition::parse);
    if (condition.isEmpty() || !check(List.of(condition.get().value()), node.mark())) {
      return Optional.empty();
    }
    Optional<String> word = condition.get().word();
    List<String> choices =
        Reference.find(values, condition.get().value())
            .map(found -> found.spec().choices())
            .orElse(List.of());
    if (word.isPresent() && !choices.contains(word.get())) {
      complaints.unknown(
          node.mark(),
          "word '" + word.get() + "' for " + condition.get().value(),
          word.get(),
          choices);
      return Optional.empty();
    }
    return condition;
  }

  /** As {@link #check(List, Node.Mark)}, for every template in the node. */
  boolean check(Node node) {
    boolean all = true;
    if (node instanceof Node.Scalar scalar) {
      all = check(new Template(scalar.text()).names(), scalar.mark());
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        all &= check(item);
      }
    } else if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries().values()) {
        all &= check(entry.value());
      }
    }
    return all;
  }

  /** Whether the catalogue has all these values; reports missing ones. */
  boolean check(List<String> names, Node.Mark mark) {
    boolean all = true;
    for (String name : names) {
      Optional<Reference> found = Reference.find(values, name);
      if (found.isEmpty()) {
        complaints.unknown(mark, "value '" + name + "'", name, Reference.names(values));
        all = false;
      } else if (found.get().spec().kind() == Kind.SECRET) {
        complaints.add(mark, name + " is a secret; templates cannot hold it");
        all = false;
      }
    }
    return all;
  }
}
