package dev.rollcall.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records as JSON on one line, for files that every version of Rollcall adds to. The values have
 * the forms of {@link RunDocument}. Keys may be added: those that a reader does not know are
 * ignored, those that a file does not have are empty lists, maps and optional values, {@code null}
 * or {@code false}.
 */
public final class LineJson {
  private static final JsonMapper MAPPER =
      RunJson.builder()
          .disable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .withConfigOverride(List.class, LineJson::withoutNulls)
          .withConfigOverride(Map.class, LineJson::withoutNulls)
          .build();

  private LineJson() {}

  private static void withoutNulls(MutableConfigOverride type) {
    type.setNullHandling(JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL));
  }

  /** The record in ASCII, ended by the only line feed. */
  public static byte[] write(Record content) {
    byte[] json = MAPPER.writeValueAsBytes(content);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /**
   * Reads one; a record's constructor refuses what must not be {@code null}.
   *
   * @param line in an array
   * @throws IllegalArgumentException if it is damaged
   */
  public static <T extends Record> T read(ByteBuffer line, Class<T> content) {
    try {
      return MAPPER.readValue(
          line.array(), line.arrayOffset() + line.position(), line.remaining(), content);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("damaged: " + e.getOriginalMessage(), e);
    }
  }
}
