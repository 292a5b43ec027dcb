package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Section;
import dev.rollcall.catalogue.bind.SectionKey;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.probe.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule's protocol and settings, before a site's values are filled in.
 *
 * <p>A setting that is only a reference to a missing value counts as absent: the protocol's
 * fallback is used.
 *
 * @param <S> the protocol's settings
 */
public final class SettingsTemplate<S extends Record> {
  private final Protocol<S> protocol;
  private final Node.Mapping with;
  private final String file;
  private final String rule;

  public SettingsTemplate(Protocol<S> protocol, Node.Mapping with, String file, String rule) {
    this.protocol = protocol;
    this.with = with;
    this.file = file;
    this.rule = rule;
  }

  public Protocol<S> protocol() {
    return protocol;
  }

  /**
   * The settings for these values.
   *
   * @throws ComplaintException at the place in the catalogue, if a site's value is not valid there
   */
  public S bind(Values values) throws ComplaintException {
    Complaints complaints = new Complaints(file);
    Optional<S> settings = bind(values, new Binder(complaints));
    complaints.throwIfAny();
    return settings.orElseThrow(() -> new IllegalStateException("no settings, no complaint"));
  }

  /** As {@link #bind(Values)}, by a binder that reports what is wrong. */
  public Optional<S> bind(Values values, Binder binder) {
    return binder.settings(protocol.settings(), filled(with, values), where());
  }

  /** What is wrong with the settings for these values, a clause each; nothing if all is right. */
  public List<String> objections(Values values) {
    try {
      bind(values);
      return List.of();
    } catch (ComplaintException e) {
      return e.complaints().stream()
          .map(complaint -> complaint.message().replace(where() + ": ", ""))
          .toList();
    }
  }

  private String where() {
    return "'with' of rule " + rule;
  }

  /** Every name of a value that the settings refer to. */
  public List<String> references() {
    return templates(with).stream().flatMap(template -> template.names().stream()).toList();
  }

  /** The missing values that the settings need. */
  public List<String> missing(Values values) {
    return needed().stream()
        .flatMap(template -> template.missing(values).stream())
        .distinct()
        .toList();
  }

  /** Every name of a value that the settings need. */
  List<String> names() {
    return needed().stream().flatMap(template -> template.names().stream()).toList();
  }

  private List<Template> needed() {
    List<Template> needed = new ArrayList<>();
    for (SectionKey key : Section.of(protocol.settings()).keys()) {
      Node.Entry entry = with.entries().get(key.name());
      if (entry != null) {
        templates(entry.value()).stream()
            .filter(template -> key.required() || template.whole().isEmpty())
            .forEach(needed::add);
      }
    }
    return needed;
  }

  private static List<Template> templates(Node node) {
    List<Template> found = new ArrayList<>();
    if (node instanceof Node.Scalar scalar) {
      found.add(new Template(scalar.text()));
    } else if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> found.addAll(templates(item)));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().values().forEach(entry -> found.addAll(templates(entry.value())));
    }
    return found;
  }

  private static Node filled(Node.Mapping mapping, Values values) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              List<Node> filled = filled(entry.value(), values);
              if (entry.value() instanceof Node.Sequence || filled.size() > 1) {
                entries.put(
                    key,
                    new Node.Entry(entry.key(), new Node.Sequence(entry.value().mark(), filled)));
              } else if (!filled.isEmpty()) {
                entries.put(key, new Node.Entry(entry.key(), filled.get(0)));
              }
            });
    return new Node.Mapping(mapping.mark(), entries);
  }

  /** The nodes for one node: none for a missing value, several for a list. */
  private static List<Node> filled(Node node, Values values) {
    if (node instanceof Node.Sequence sequence) {
      List<Node> items = new ArrayList<>();
      sequence.items().forEach(item -> items.addAll(filled(item, values)));
      return items;
    }
    if (node instanceof Node.Scalar scalar && scalar.text().contains("${")) {
      List<Node> texts = new ArrayList<>();
      for (String text : new Template(scalar.text()).texts(values)) {
        boolean plain = Readers.isNumber(text) || text.equals("true") || text.equals("false");
        texts.add(new Node.Scalar(scalar.mark(), text, plain));
      }
      return texts;
    }
    return List.of(node);
  }
}
