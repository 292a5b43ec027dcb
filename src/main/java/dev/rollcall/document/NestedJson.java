package dev.rollcall.document;

import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a JSON object that holds others; ASCII. */
public final class NestedJson {
  private static final JsonFactory FACTORY = SafeJson.factory();

  private final JsonGenerator generator;

  private NestedJson(JsonGenerator generator) {
    this.generator = generator;
  }

  /** One object, in bytes. */
  public static byte[] of(Consumer<NestedJson> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator =
        FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      new NestedJson(generator).object(fields);
    }
    return out.toByteArray();
  }

  private void object(Consumer<NestedJson> fields) {
    generator.writeStartObject();
    fields.accept(this);
    generator.writeEndObject();
  }

  public NestedJson add(String name, String value) {
    generator.writeStringProperty(name, value);
    return this;
  }

  public NestedJson add(String name, long value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  /** Adds a number; it must be finite. */
  public NestedJson add(String name, double value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  public NestedJson add(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
    return this;
  }

  /** Adds an object. */
  public NestedJson add(String name, Consumer<NestedJson> fields) {
    generator.writeName(name);
    object(fields);
    return this;
  }

  /** Adds an array with an object for each item. */
  public <T> NestedJson add(String name, Iterable<T> items, BiConsumer<T, NestedJson> fields) {
    generator.writeArrayPropertyStart(name);
    for (T item : items) {
      object(json -> fields.accept(item, json));
    }
    generator.writeEndArray();
    return this;
  }
}
