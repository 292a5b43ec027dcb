package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Section;
import dev.rollcall.catalogue.bind.SectionKey;
import dev.rollcall.catalogue.template.Reference;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.probe.settings.YamlKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a catalogue's {@code values}: what a site fills in. */
final class ValueSpecReader {
  /** Keys of a site file that every catalogue has; no value may begin with them. */
  private static final List<String> RESERVED =
      Stream.of(SiteReader.First.class, SiteReader.Last.class)
          .flatMap(type -> Section.of(type).keys().stream())
          .map(SectionKey::name)
          .toList();

  /** Words joined by dots; no repeated group, which Java would match by recursion. */
  private static final Pattern NAME = Pattern.compile("(?!.*\\.[^a-z])[a-z][a-z0-9.-]*(?<!\\.)");

  /** The keys of a value. */
  record Keys(
      @YamlKey(about = "What it is.", required = true) Optional<Kind> type,
      @YamlKey(about = "Whether a site file needs it.", fallback = "false") boolean required,
      @YamlKey(about = "Other values that can replace it.") List<String> or,
      @YamlKey(about = "Values of which a site sets only one, or this one.") List<String> oneOf,
      @YamlKey(about = "The words of a choice.", as = List.class) Optional<Node> choices,
      @YamlKey(about = "The value of a site that does not set it.", name = "default")
          List<Node.Scalar> fallback,
      @YamlKey(about = "A valid value, for messages.") Optional<Node.Scalar> example,
      @YamlKey(about = "One sentence.", required = true) Optional<String> about,
      @YamlKey(about = "How init asks for it; without, only with --all.")
          Optional<ValueSpec.Prompt> ask) {}

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
              specs.add(spec(name, entry.value()));
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

  private ValueSpec spec(String name, Node node) {
    Fields fields = new Fields(node, "value '" + name + "'", complaints);
    Binder binder = new Binder(complaints);
    binder.with(
        ValueSpec.Prompt.class,
        (ask, key) -> binder.section(ValueSpec.Prompt.class, ask, "'ask' of " + fields.where()));
    Keys keys = binder.take(Keys.class, fields).orElseThrow();
    fields.done();
    List<String> choices =
        keys.choices()
            .flatMap(list -> readers.list(readers::text).apply(list, "choices"))
            .orElse(List.of());
    ValueSpec spec =
        new ValueSpec(
            name,
            // A placeholder, so that references to it are not reported as errors too.
            keys.type().orElse(Kind.PORT),
            keys.required(),
            keys.or(),
            keys.oneOf(),
            choices,
            keys.fallback().stream().map(scalar -> new Template(scalar.text())).toList(),
            keys.example().map(Node.Scalar::text).orElse(""),
            keys.about().orElse(""),
            keys.ask());
    if (keys.type().isEmpty()) {
      return spec;
    }
    if ((spec.kind() == Kind.CHOICE) == choices.isEmpty()) {
      complaints.add(fields.mark("choices"), "'choices' is allowed for type choice only");
    } else {
      keys.example().ifPresent(text -> fits(spec, text.text(), fields.mark("example")));
      spec.fallback().stream()
          .map(Template::text)
          .filter(text -> !text.contains("${"))
          .forEach(text -> fits(spec, text, fields.mark("default")));
    }
    return spec;
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
