package dev.rollcall.document;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Flat JSON objects, one on each line, ended by a line feed; ASCII. */
public final class JsonLine implements JsonFields {
  private static final JsonFactory FACTORY = SafeJson.factory();

  private final ByteArrayOutputStream out;
  private final JsonGenerator generator;

  private JsonLine(ByteArrayOutputStream out) {
    this.out = out;
    this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    generator.writeStartObject();
  }

  /** Begins a line. */
  public static JsonLine to(ByteArrayOutputStream out) {
    return new JsonLine(out);
  }

  @Override
  public JsonLine add(String name, String value) {
    if (!value.isEmpty()) {
      generator.writeStringProperty(name, value);
    }
    return this;
  }

  @Override
  public JsonLine add(String name, BigDecimal value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  @Override
  public JsonLine add(String name, long value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  @Override
  public JsonLine add(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
    return this;
  }

  /** Ends the line. */
  public void end() {
    generator.writeEndObject();
    generator.close();
    out.write('\n');
  }
}
