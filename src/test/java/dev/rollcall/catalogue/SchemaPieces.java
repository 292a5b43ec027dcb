package dev.rollcall.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pieces that JSON Schemas are put together from. */
final class SchemaPieces {
  private SchemaPieces() {}

  static Map<String, Object> object(Map<String, Object> keys, String... required) {
    Map<String, Object> object = map("type", "object");
    if (required.length > 0) {
      object.put("required", List.of(required));
    }
    object.put("additionalProperties", false);
    object.put("properties", keys);
    return object;
  }

  static Map<String, Object> every(Map<String, Object> value) {
    return map("type", "object", "additionalProperties", value);
  }

  static Map<String, Object> list(Map<String, Object> item, int least) {
    Map<String, Object> list = map("type", "array", "items", item);
    if (least > 0) {
      list.put("minItems", least);
    }
    return list;
  }

  static Map<String, Object> oneOrMore(Map<String, Object> item) {
    return choice(item, list(item, 0));
  }

  static Map<String, Object> optional(Map<String, Object> value) {
    return choice(value, type("null"));
  }

  static Map<String, Object> choice(Object... schemas) {
    return map("anyOf", List.of(schemas));
  }

  static Map<String, Object> words(Collection<String> words) {
    return map("enum", List.copyOf(words));
  }

  static Map<String, Object> pattern(String pattern) {
    return map("type", "string", "pattern", pattern);
  }

  static Map<String, Object> type(String... types) {
    return map("type", types.length == 1 ? types[0] : List.of(types));
  }

  static Map<String, Object> ref(String definition) {
    return map("$ref", "#/$defs/" + definition);
  }

  static Map<String, Object> about(Map<String, Object> schema, String text) {
    Map<String, Object> described = map("description", text);
    described.putAll(schema);
    return described;
  }

  static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
