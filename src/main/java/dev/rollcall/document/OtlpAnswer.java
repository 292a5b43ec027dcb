package dev.rollcall.document;

import dev.rollcall.document.protobuf.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
   * Reads a body. A receiver answers in the form of the request, which is binary; what stands
   * before it may answer as JSON.
   *
   * @param type the answer's {@code Content-Type}, or empty
   * @return {@link #EMPTY} for an empty body; nothing if it is no message, and no JSON object
   */
  public static Optional<OtlpAnswer> read(byte[] body, String type) {
    if (body.length == 0) {
      return Optional.of(EMPTY);
    }
    return type.toLowerCase(Locale.ROOT).contains("protobuf") ? binary(body) : json(body);
  }

  /**
   * Why a request was refused, in the words of a receiver or of what stands before it; empty if
   * there are none for a person.
   *
   * @param body of an answer whose status is an error's
   * @param type the answer's {@code Content-Type}, or empty
   */
  public static String refusal(byte[] body, String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("text/plain")
        ? new String(body, StandardCharsets.UTF_8)
        : read(body, type).orElse(EMPTY).message();
  }

  private static Optional<OtlpAnswer> binary(byte[] body) {
    Binary answer = new Binary();
    return ProtobufReader.read(body, answer)
        ? Optional.of(new OtlpAnswer(answer.rejected, answer.message))
        : Optional.empty();
  }

  /**
   * {@code ExportMetricsServiceResponse} and {@code ExportLogsServiceResponse}, whose field 1 is
   * the partial success, or {@code Status}, whose field 1 is a number and field 2 its message. A
   * partial success has the number that was refused as field 1, and the message as field 2.
   */
  private static final class Binary implements ProtobufReader.Fields {
    private long rejected;
    private String message = "";

    @Override
    public void number(int field, long value) {}

    @Override
    public void bytes(int field, byte[] value) {
      if (field == 1) {
        ProtobufReader.read(value, new Partial());
      } else if (field == 2) {
        message = new String(value, StandardCharsets.UTF_8);
      }
    }

    private final class Partial implements ProtobufReader.Fields {
      @Override
      public void number(int field, long value) {
        if (field == 1) {
          rejected = Math.max(rejected, value);
        }
      }

      @Override
      public void bytes(int field, byte[] value) {
        if (field == 2) {
          message = new String(value, StandardCharsets.UTF_8);
        }
      }
    }
  }

  private static Optional<OtlpAnswer> json(byte[] body) {
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
