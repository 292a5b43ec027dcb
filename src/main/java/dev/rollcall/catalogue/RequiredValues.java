package dev.rollcall.catalogue;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Reference;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.SpellingHint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports required values that a site file lacks, unless all their rules are waived. */
final class RequiredValues {
  private final Catalogue catalogue;
  private final Complaints complaints;

  RequiredValues(Catalogue catalogue, Complaints complaints) {
    this.catalogue = catalogue;
    this.complaints = complaints;
  }

  void check(Map<String, Site.Amendment> amendments, Node root) {
    for (ValueSpec spec : catalogue.values()) {
      boolean there =
          Stream.concat(Stream.of(spec.name()), spec.or().stream())
              .anyMatch(name -> isWritten(name, root));
      if (!spec.required() || there || isMisspelt(spec.name(), root)) {
        continue;
      }
      List<String> rules = users(spec).filter(id -> !waived(amendments.get(id))).toList();
      if (!rules.isEmpty()) {
        complaints.missing(place(spec.name(), root), message(spec, rules));
      }
    }
  }

  private static boolean waived(Site.@Nullable Amendment amendment) {
    return amendment != null && (amendment.skip().isPresent() || amendment.host().isPresent());
  }

  /** The rules that need the value. */
  private Stream<String> users(ValueSpec spec) {
    return catalogue.rules().stream()
        .filter(rule -> rule.applicability().unprobed().isEmpty())
        .filter(rule -> rule.applicability().when().isEmpty())
        .filter(rule -> rule.references().stream().anyMatch(name -> leads(name, spec)))
        .map(RuleTemplate::id);
  }

  /** Whether a name refers to the value, directly or through a fallback. */
  private boolean leads(String name, ValueSpec spec) {
    Optional<ValueSpec> found = Reference.find(catalogue.values(), name).map(Reference::spec);
    return found
        .map(
            other ->
                other.equals(spec)
                    || other.fallback().stream()
                        .flatMap(template -> template.names().stream())
                        .anyMatch(inner -> inner.equals(spec.name())))
        .orElse(false);
  }

  private static String message(ValueSpec spec, List<String> rules) {
    String example = spec.example().isEmpty() ? "" : ", for example " + spec.example();
    String others =
        spec.or().isEmpty() ? "" : " (" + String.join(" or ", spec.or()) + " can be used instead)";
    String waiver =
        rules.size() == 1
            ? "the rule that needs it: rules: {" + rules.get(0) + ": {skip: REASON}}"
            : "each rule that needs it ("
                + String.join(", ", rules)
                + ") by its id: rules: {ID: {skip: REASON}}";
    return spec.name() + " is missing" + others + "; set it" + example + ", or waive " + waiver;
  }

  /** Whether the file has something there; if it is wrong, that is reported elsewhere. */
  private static boolean isWritten(String name, Node root) {
    Node at = root;
    for (String key : name.split("\\.", -1)) {
      Optional<Node> next =
          at instanceof Node.Mapping mapping
              ? mapping.entry(key).map(Node.Entry::value)
              : Optional.empty();
      if (next.isEmpty()) {
        // A section of a wrong type might have contained it.
        return !(at instanceof Node.Mapping || isNull(at));
      }
      at = next.get();
    }
    return !isNull(at);
  }

  /** Whether a key of the file, unknown itself, is near the name: that key is reported. */
  private boolean isMisspelt(String name, Node root) {
    Node at = root;
    String prefix = "";
    for (String key : name.split("\\.", -1)) {
      if (!(at instanceof Node.Mapping mapping)) {
        return false;
      }
      Optional<Node.Entry> entry = mapping.entry(key);
      if (entry.isEmpty()) {
        Set<String> known = keys(prefix);
        return mapping.entries().keySet().stream()
            .filter(other -> !known.contains(other))
            .anyMatch(other -> SpellingHint.match(other, known).filter(key::equals).isPresent());
      }
      at = entry.get().value();
      prefix += key + ".";
    }
    return false;
  }

  /** The keys that values of the catalogue have in a section. */
  private Set<String> keys(String prefix) {
    return catalogue.values().stream()
        .map(ValueSpec::name)
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()).split("\\.", 2)[0])
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull();
  }

  /** The innermost section of the value that the file has. */
  static Node.Mark place(String name, Node root) {
    Node.Mark mark = root.mark();
    Node at = root;
    for (String key : name.split("\\.", -1)) {
      Optional<Node.Entry> entry =
          at instanceof Node.Mapping mapping ? mapping.entry(key) : Optional.empty();
      if (entry.isEmpty()) {
        break;
      }
      mark = entry.get().key();
      at = entry.get().value();
    }
    return mark;
  }
}
