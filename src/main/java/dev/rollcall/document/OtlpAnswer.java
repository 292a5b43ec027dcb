package dev.rollcall.document;

import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a receiver of OTLP says in the body of its answer: an export response, of which only {@code
 * partialSuccess} counts, or a {@code Status} with a message (OTLP 1.x, "OTLP/HTTP Response").
 *
 * @param rejected how many data points or log records were refused
 * @param message the receiver's own words, unsafe to show as they are; empty if there are none
 */
public record OtlpAnswer(long rejected, String message) {
  /** Nothing was refused and nothing was said. */
  public static final OtlpAnswer EMPTY = new OtlpAnswer(0, "");

  private static final JsonFactory FACTORY = SafeJson.factory();
  private static final Set<String> COUNTS = Set.of("rejectedDataPoints", "rejectedLogRecords");
  private static final Set<String> WORDS = Set.of("errorMessage", "message");

  /**
   * Reads a body.
   *
   * @return {@link #EMPTY} for an empty body; nothing if it is not one JSON object
   */
  public static Optional<OtlpAnswer> read(byte[] body) {
    if (body.length == 0) {
      return Optional.of(EMPTY);
    }
    long rejected = 0;
    String message = "";
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      boolean ended = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (ended) {
          return Optional.empty();
        }
        ended = token == JsonToken.END_OBJECT && parser.streamReadContext().inRoot();
        String name = String.valueOf(parser.currentName());
        if (token == JsonToken.VALUE_STRING && WORDS.contains(name)) {
          message = parser.getString();
        } else if (token.isScalarValue() && COUNTS.contains(name)) {
          // A number of 64 bits is a string in the JSON form of protocol buffers.
          rejected = Math.max(rejected, count(parser.getString()));
        }
      }
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return Optional.of(new OtlpAnswer(rejected, message));
  }

  private static long count(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }
}
