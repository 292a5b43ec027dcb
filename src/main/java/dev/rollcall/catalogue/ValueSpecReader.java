package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Reference;
import dev.rollcall.catalogue.template.Suggestion;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a catalogue's {@code values}: what a site fills in. */
final class ValueSpecReader {
  /** Sections of a site file that every catalogue has; no value may begin with them. */
  static final List<String> RESERVED =
      List.of("self", "source", "trust", "resolvers", "proxy", "rules");

  /** Words joined by dots; no repeated group, which Java would match by recursion. */
  private static final Pattern NAME = Pattern.compile("(?!.*\\.[^a-z])[a-z][a-z0-9.-]*(?<!\\.)");

  private final Complaints complaints;
  private final Readers readers;
  private final Map<String, Node.Mark> places = new LinkedHashMap<>();

  ValueSpecReader(Complaints complaints) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
  }

  List<ValueSpec> read(Node node) {
    List<ValueSpec> specs = new ArrayList<>();
    if (!(node instanceof Node.Mapping mapping)) {
      readers.wrong(node, "values", "a mapping", "");
      return specs;
    }
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              name(name, entry.key());
              places.put(name, entry.key());
              spec(name, entry.value()).ifPresent(specs::add);
            });
    specs.forEach(spec -> check(spec, specs));
    return specs;
  }

  private void name(String name, Node.Mark mark) {
    if (!NAME.matcher(name).matches()) {
      complaints.add(
          mark, "'" + name + "' is not a valid name of a value; a valid one looks like sql.host");
    }
    String first = name.split("\\.", 2)[0];
    if (RESERVED.contains(first)) {
      complaints.add(mark, "'" + first + "' is reserved in every site file");
    }
    for (String other : places.keySet()) {
      if (name.startsWith(other + ".") || other.startsWith(name + ".")) {
        complaints.add(mark, "'" + name + "' and '" + other + "' cannot both be values");
      }
    }
  }

  private Optional<ValueSpec> spec(String name, Node node) {
    Fields fields = new Fields(node, "value '" + name + "'", complaints);
    Optional<Kind> kind = fields.require("type", readers.word(Kind.words())).map(Kind::of);
    boolean required = fields.take("required", readers::flag).orElse(false);
    List<String> or = fields.take("or", readers.oneOrMore(readers::text)).orElse(List.of());
    List<String> oneOf = fields.take("one-of", readers.oneOrMore(readers::text)).orElse(List.of());
    List<String> choices = fields.take("choices", readers.list(readers::text)).orElse(List.of());
    List<String> fallback =
        fields.take("default", readers.oneOrMore(this::anyText)).orElse(List.of());
    Optional<String> example = fields.take("example", this::anyText);
    Optional<String> about = fields.require("about", readers::text);
    Optional<ValueSpec.Prompt> prompt = fields.take("ask").flatMap(ask -> prompt(name, ask));
    fields.done();
    if (kind.isEmpty()) {
      // A placeholder, so that references to it are not reported as errors too.
      return Optional.of(
          new ValueSpec(
              name,
              Kind.PORT,
              false,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              "",
              "",
              Optional.empty()));
    }
    ValueSpec spec =
        new ValueSpec(
            name,
            kind.get(),
            required,
            or,
            oneOf,
            choices,
            fallback.stream().map(Template::new).toList(),
            example.orElse(""),
            about.orElse(""),
            prompt);
    if ((kind.get() == Kind.CHOICE) == choices.isEmpty()) {
      complaints.add(fields.mark("choices"), "'choices' is allowed for type choice only");
    } else {
      example.ifPresent(text -> fits(spec, text, fields.mark("example")));
      fallback.stream()
          .filter(text -> !text.contains("${"))
          .forEach(text -> fits(spec, text, fields.mark("default")));
    }
    return Optional.of(spec);
  }

  /**
   * How {@code init} asks for the value: {@code ask: {where: TEXT, when: OTHER, suggest: WORD}}.
   */
  private Optional<ValueSpec.Prompt> prompt(String name, Node node) {
    Fields fields = new Fields(node, "'ask' of value '" + name + "'", complaints);
    Optional<String> where = fields.take("where", readers::text);
    Optional<String> when = fields.take("when", readers::text);
    Optional<Suggestion> suggestion =
        fields.take("suggest", readers.word(Suggestion.words())).map(Suggestion::of);
    fields.done();
    return Optional.of(new ValueSpec.Prompt(where.orElse(""), when, suggestion));
  }

  private Optional<String> anyText(Node node, String key) {
    return node instanceof Node.Scalar scalar
        ? Optional.of(scalar.text())
        : readers.wrong(node, key, "text", "");
  }

  private void fits(ValueSpec spec, String text, Node.Mark mark) {
    spec.kind()
        .objection(text, spec.choices())
        .ifPresent(
            wrong ->
                complaints.add(mark, "'" + text + "' must be " + wrong.wanted() + wrong.remedy()));
  }

  private void check(ValueSpec spec, List<ValueSpec> all) {
    List<String> names = all.stream().map(ValueSpec::name).toList();
    Node.Mark mark = places.getOrDefault(spec.name(), Node.Mark.START);
    Stream<String> when = spec.prompt().flatMap(ValueSpec.Prompt::when).stream();
    for (String other :
        Stream.of(spec.or().stream(), spec.oneOf().stream(), when).flatMap(each -> each).toList()) {
      if (!names.contains(other)) {
        complaints.unknown(mark, "value '" + other + "'", other, names);
      }
    }
    for (Template template : spec.fallback()) {
      for (String name : template.names()) {
        Optional<Reference> found = Reference.find(all, name);
        if (found.isEmpty()) {
          complaints.unknown(mark, "value '" + name + "'", name, Reference.names(all));
        } else if (!found.get().spec().fallback().stream().allMatch(t -> t.names().isEmpty())) {
          complaints.add(
              mark,
              "the default of "
                  + name
                  + " is a reference itself; nested references are not allowed");
        }
      }
    }
  }
}
