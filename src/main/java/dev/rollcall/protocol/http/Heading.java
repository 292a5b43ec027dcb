package dev.rollcall.protocol.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The head of a request, as a stand-in reads it (RFC 9112 §3 and §5): bounded, strict where two
 * readers could differ.
 *
 * @param target as it was sent, without scheme and authority if it came in absolute form
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 */
record Heading(String method, String target, String version, List<Answer.Field> fields) {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_FIELDS = 100;
  private static final int EMPTY_LINES = 2;

  Heading {
    fields = List.copyOf(fields);
  }

  /**
   * Reads the next one; empty if the caller has hung up instead.
   *
   * @throws IOException if it is none
   */
  static Optional<Heading> read(InputStream in) throws IOException {
    String line = "";
    for (int empty = 0; line.isEmpty(); empty++) {
      Optional<String> next = line(in);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      line = next.get();
      if (empty > EMPTY_LINES) {
        throw new IOException("no HTTP request");
      }
    }
    String[] words = line.split(" ", -1);
    if (words.length != 3
        || !words[0].matches("[A-Z]{1,20}")
        || !words[2].matches("HTTP/1\\.[01]")) {
      throw new IOException("no HTTP request");
    }
    return Optional.of(new Heading(words[0], origin(words[1]), words[2], fields(in)));
  }

  private static List<Answer.Field> fields(InputStream in) throws IOException {
    List<Answer.Field> fields = new ArrayList<>();
    while (true) {
      String line = line(in).orElseThrow(EOFException::new);
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw new IOException("no HTTP header field");
      }
      if (fields.size() >= MOST_FIELDS) {
        throw new IOException("too many HTTP header fields");
      }
      fields.add(new Answer.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  /** One line without its end; empty at the end of the stream. */
  private static Optional<String> line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        if (line.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException();
      }
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("an HTTP line that is too long");
      }
      line.append((char) next);
    }
    int end = line.length();
    return Optional.of(line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end));
  }

  private static String origin(String target) {
    if (!target.matches("(?i)https?://.*")) {
      return target;
    }
    int path = target.indexOf('/', target.indexOf("//") + 2);
    return path < 0 ? "/" : target.substring(path);
  }

  /** The first value of a field. */
  Optional<String> field(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Answer.Field::value)
        .findFirst();
  }

  /** Without the query, which may hold what is nobody's business. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The host asked for, without a port, if it is one. */
  Optional<String> host() {
    return field("Host")
        .map(host -> host.replaceFirst(":[0-9]*$", ""))
        .filter(host -> host.matches("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]"));
  }

  /** Whether something follows it that is no head. */
  boolean hasBody() {
    return field("Transfer-Encoding").isPresent()
        || field("Content-Length").filter(length -> !length.equals("0")).isPresent();
  }

  /** Whether another request may follow (RFC 9112 §9.3). */
  boolean keepsAlive() {
    String connection = field("Connection").orElse("");
    boolean wanted =
        version.equals("HTTP/1.0")
            ? connection.equalsIgnoreCase("keep-alive")
            : !connection.equalsIgnoreCase("close");
    return wanted && !hasBody();
  }
}
