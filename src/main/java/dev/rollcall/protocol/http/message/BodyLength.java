package dev.rollcall.protocol.http.message;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.ProtocolException;

/**
 * How a body ends (RFC 9112 §6.3). Takes what the RFC lets a client take and curl takes, and
 * httpcore does not: a length that is said several times, always the same; a list with empty
 * elements; and the coding {@code identity} of RFC 2616, which is none.
 */
public final class BodyLength implements ContentLengthStrategy {
  /** Digits that fit a long. */
  private static final String NUMBER = "[0-9]{1,18}";

  @Override
  public long determineLength(HttpMessage message) throws ProtocolException {
    List<String> codings =
        elements(message, "Transfer-Encoding")
            .map(coding -> coding.toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.equals("identity"))
            .toList();
    if (codings.equals(List.of("chunked"))) {
      return CHUNKED;
    }
    if (!codings.isEmpty()) {
      throw new ProtocolException("Unsupported transfer encoding: " + String.join(", ", codings));
    }
    if (!message.containsHeader("Content-Length")) {
      return UNDEFINED;
    }
    List<String> lengths = elements(message, "Content-Length").distinct().toList();
    if (lengths.size() != 1 || !lengths.get(0).matches(NUMBER)) {
      throw new ProtocolException("Invalid content length: " + String.join(", ", lengths));
    }
    return Long.parseLong(lengths.get(0));
  }

  /** The elements of all fields of that name, without empty ones (RFC 9110 §5.6.1.2). */
  private static Stream<String> elements(HttpMessage message, String name) {
    return Arrays.stream(message.getHeaders(name))
        .map(Header::getValue)
        .flatMap(value -> Arrays.stream((value == null ? "" : value).split(",")))
        .map(String::strip)
        .filter(element -> !element.isEmpty());
  }
}
