package dev.rollcall.history.entry;

import dev.rollcall.document.SafeJson;
import dev.rollcall.text.Times;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON in ASCII on one line, whatever the texts contain. */
public final class JsonOut {
  static final JsonFactory FACTORY = SafeJson.factory();

  private final JsonGenerator json;

  private JsonOut(JsonGenerator json) {
    this.json = json;
  }

  /** An object and a line feed. */
  public static byte[] line(Consumer<JsonOut> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonOut(json).object(members);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void object(Consumer<JsonOut> members) {
    json.writeStartObject();
    members.accept(this);
    json.writeEndObject();
  }

  public void text(String key, String value) {
    json.writeStringProperty(key, value);
  }

  void number(String key, long value) {
    json.writeNumberProperty(key, value);
  }

  void flag(String key, boolean value) {
    json.writeBooleanProperty(key, value);
  }

  /** As seconds. */
  void duration(String key, Duration value) {
    json.writeNumberProperty(key, Times.seconds(value));
  }

  void durations(String key, List<Duration> values) {
    json.writeName(key);
    json.writeStartArray();
    values.forEach(value -> json.writeNumber(Times.seconds(value)));
    json.writeEndArray();
  }

  void texts(String key, List<String> values) {
    json.writeName(key);
    json.writeStartArray();
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  private void object(String key, Consumer<JsonOut> members) {
    json.writeName(key);
    object(members);
  }

  /** An object with an object for each of the map's values, in the map's order. */
  <T> void objects(String key, Map<String, T> values, Members<T> members) {
    object(
        key,
        out -> values.forEach((name, value) -> out.object(name, one -> members.write(one, value))));
  }

  <T> void objects(String key, Collection<T> values, Members<T> members) {
    json.writeName(key);
    json.writeStartArray();
    values.forEach(value -> object(out -> members.write(out, value)));
    json.writeEndArray();
  }

  /** An object with a member for each of the map's, in the map's order; nothing if it is empty. */
  <T> void map(String key, Map<String, T> values, Member<T> member) {
    if (!values.isEmpty()) {
      object(key, out -> values.forEach((name, value) -> member.write(out, name, value)));
    }
  }

  /** Writes the members of an object. */
  interface Members<T> {
    void write(JsonOut out, T value);
  }

  /** Writes one member of an object. */
  interface Member<T> {
    void write(JsonOut out, String key, T value);
  }
}
