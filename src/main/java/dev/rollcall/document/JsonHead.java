package dev.rollcall.document;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * What a JSON object says of itself: the form and version that decide how the rest is read. It is
 * read before the rest, by tokens, so that another version is reported as such and not as unknown
 * keys, and what is not needed costs little.
 */
public final class JsonHead {
  /** The key of a form's version. */
  public static final String VERSION = "version";

  private static final JsonFactory FACTORY = SafeJson.factory();

  private JsonHead() {}

  /**
   * The values of these keys, of those that are texts; of {@link #VERSION}, which may be another
   * value, its text. The whole object is read.
   *
   * @return empty if it is not an object
   * @throws JacksonException if it is not JSON, or more than one value
   */
  static Map<String, String> read(byte[] json, Set<String> keys) {
    return read(ByteBuffer.wrap(json), keys);
  }

  /**
   * As {@link #read(byte[], Set)}, of a line.
   *
   * @param line in an array
   * @throws IllegalArgumentException if it is damaged
   */
  public static Map<String, String> of(ByteBuffer line, Set<String> keys) {
    try {
      return read(line, keys);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, String> read(ByteBuffer json, Set<String> keys) {
    Map<String, String> head = new HashMap<>();
    try (JsonParser parser =
        FACTORY.createParser(
            ObjectReadContext.empty(),
            json.array(),
            json.arrayOffset() + json.position(),
            json.remaining())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return head;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        boolean wanted =
            value == JsonToken.VALUE_STRING || (key.equals(VERSION) && value.isScalarValue());
        if (wanted && keys.contains(key)) {
          head.put(key, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "more than one value");
      }
    }
    return head;
  }
}
