package dev.rollcall.catalogue;

import static dev.rollcall.catalogue.SchemaPieces.about;
import static dev.rollcall.catalogue.SchemaPieces.choice;
import static dev.rollcall.catalogue.SchemaPieces.list;
import static dev.rollcall.catalogue.SchemaPieces.object;
import static dev.rollcall.catalogue.SchemaPieces.oneOrMore;
import static dev.rollcall.catalogue.SchemaPieces.pattern;
import static dev.rollcall.catalogue.SchemaPieces.type;
import static dev.rollcall.catalogue.SchemaPieces.words;

import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Section;
import dev.rollcall.catalogue.bind.SectionKey;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.yaml.Node;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The JSON Schema of a section, from the record that the readers bind it to. */
final class SchemaWalk {
  static final Map<String, Object> TEXT = type("string", "number");

  private final Map<Class<?>, Map<String, Object>> forms = new HashMap<>();
  private final Map<Class<?>, Map<String, Object>> lists = new HashMap<>();
  private UnaryOperator<Map<String, Object>> around = schema -> schema;

  SchemaWalk() {
    with(String.class, TEXT).with(Node.Scalar.class, type("string", "number", "boolean"));
    with(int.class, type("integer")).with(Integer.class, type("integer"));
    with(boolean.class, type("boolean")).with(Boolean.class, type("boolean"));
    with(Duration.class, pattern("^[0-9]{1,9}(ms|s|m|h|d)$"));
    with(LocalDate.class, pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
  }

  /** The schema of a type, or of what {@code as} says. */
  SchemaWalk with(Class<?> type, Map<String, Object> schema) {
    forms.put(type, schema);
    return this;
  }

  /** The schema of a list of that type. */
  SchemaWalk withList(Class<?> type, Map<String, Object> schema) {
    lists.put(type, schema);
    return this;
  }

  /** What is done to the schema of every value that is not text. */
  SchemaWalk around(UnaryOperator<Map<String, Object>> change) {
    around = change;
    return this;
  }

  Map<String, Object> section(Class<? extends Record> type) {
    List<String> required = new ArrayList<>();
    Map<String, Object> keys = keys(type);
    Section.of(type).keys().stream()
        .filter(SectionKey::required)
        .forEach(key -> required.add(key.name()));
    return object(keys, required.toArray(String[]::new));
  }

  Map<String, Object> keys(Class<? extends Record> type) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (SectionKey key : Section.of(type).keys()) {
      keys.put(key.name(), about(schema(key.type(), key.as()), key.about()));
    }
    return keys;
  }

  private Map<String, Object> schema(Type type, Class<?> as) {
    Class<?> raw = SectionKey.raw(type);
    Class<?> form = as == void.class ? raw : as;
    if (raw == Optional.class) {
      return schema(SectionKey.argument(type), as);
    }
    if (raw == List.class) {
      Type item = SectionKey.argument(type);
      Map<String, Object> known = lists.get(as == void.class ? SectionKey.raw(item) : as);
      return known != null ? known : oneOrMore(schema(item, as));
    }
    if (raw == Cases.class) {
      Class<?> of = as == RuleKeys.VantageCase.class ? void.class : as;
      Map<String, Object> one = schema(SectionKey.argument(type), of);
      Class<? extends Record> keys =
          as == void.class ? RuleKeys.SiteCase.class : RuleKeys.VantageCase.class;
      Map<String, Object> before = forms.put(Node.class, one);
      Map<String, Object> cases = list(section(keys), 1);
      forms.put(Node.class, before);
      return choice(one, cases);
    }
    Map<String, Object> known = forms.getOrDefault(form, forms.get(raw));
    if (known != null) {
      return raw == String.class ? known : around.apply(known);
    }
    return form.isEnum()
        ? around.apply(words(Readers.constants(form).keySet()))
        : section(form.asSubclass(Record.class));
  }
}
