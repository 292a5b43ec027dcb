package dev.rollcall.document;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON objects in ASCII, value by value: for reports whose keys are not those of a record,
 * and that may be long.
 */
public final class NestedJson {
  private static final JsonFactory FACTORY = SafeJson.factory();

  private final JsonGenerator generator;

  private NestedJson(JsonGenerator generator) {
    this.generator = generator;
  }

  /** One object, in bytes. */
  public static byte[] of(Consumer<NestedJson> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(fields, out);
    return out.toByteArray();
  }

  /** A flat object on a line, ended by the only line feed. */
  public static void line(Consumer<JsonFields> fields, ByteArrayOutputStream out) {
    write(json -> fields.accept(json.flat()), out);
    out.write('\n');
  }

  private static void write(Consumer<NestedJson> fields, ByteArrayOutputStream out) {
    try (JsonGenerator generator =
        FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      new NestedJson(generator).object(fields);
    }
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

  private JsonFields flat() {
    return new JsonFields() {
      @Override
      public JsonFields add(String name, String value) {
        if (!value.isEmpty()) {
          generator.writeStringProperty(name, value);
        }
        return this;
      }

      @Override
      public JsonFields add(String name, BigDecimal value) {
        generator.writeNumberProperty(name, value);
        return this;
      }

      @Override
      public JsonFields add(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
      }

      @Override
      public JsonFields add(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
      }
    };
  }
}
