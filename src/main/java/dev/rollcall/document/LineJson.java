package dev.rollcall.document;

import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/**
 * Records as JSON on one line, for files that every version of Rollcall adds to. The values have
 * the forms of {@link RunDocument}. Keys may be added: those that a reader does not know are
 * ignored, those that a file does not have are empty lists, maps and optional values, {@code null}
 * or {@code false}.
 */
public final class LineJson {
  private static final ObjectWriter WRITER =
      RunJson.SPARSE.writer().without(SerializationFeature.INDENT_OUTPUT);

  private static final ObjectReader READER =
      RunJson.SPARSE.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private LineJson() {}

  /** The record in ASCII, ended by the only line feed. */
  public static byte[] write(Record content) {
    return RunJson.ended(WRITER.writeValueAsBytes(content));
  }

  /**
   * Reads one; a record's constructor refuses what must not be {@code null}.
   *
   * @param line in an array
   * @throws IllegalArgumentException if it is damaged
   */
  public static <T extends Record> T read(ByteBuffer line, Class<T> content) {
    try {
      T read =
          READER
              .forType(content)
              .readValue(line.array(), line.arrayOffset() + line.position(), line.remaining());
      if (read == null) {
        throw new IllegalArgumentException("damaged: null");
      }
      return read;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("damaged: " + e.getOriginalMessage(), e);
    }
  }
}
