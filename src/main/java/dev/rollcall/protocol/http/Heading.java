package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The head of a request, as a stand-in reads it (RFC 9112 §3 and §5): bounded, and refused where
 * two readers could differ on what it says or where it ends (§11.2).
 *
 * @param target as it was sent, without scheme and authority if it came in absolute form
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 */
record Heading(String method, String target, String version, List<Answer.Field> fields) {
  private static final int LONGEST_LINE = 8 << 10;

  /** All lines together: as much as servers usually take. */
  private static final int LONGEST_HEAD = 32 << 10;

  private static final int MOST_FIELDS = 100;
  private static final int EMPTY_LINES = 2;
  private static final String LENGTH = "Content-Length";
  private static final String ENCODING = "Transfer-Encoding";

  Heading {
    fields = List.copyOf(fields);
  }

  /** The request must be answered with 400 and the connection closed. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String why) {
      super(why);
    }
  }

  /**
   * Reads the next one; empty if the caller has hung up instead.
   *
   * @throws RefusedException if it is none, or one that two readers could read differently
   */
  static Optional<Heading> read(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    String line = "";
    for (int empty = 0; line.isEmpty(); empty++) {
      Optional<String> next = lines.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      line = next.get();
      if (empty > EMPTY_LINES) {
        throw new RefusedException("no HTTP request");
      }
    }
    String[] words = line.split(" ", -1);
    if (words.length != 3
        || !words[0].matches("[A-Z]{1,20}")
        || !words[1].matches("[\\x21-\\x7e\\x80-\\xff]+")
        || !words[2].matches("HTTP/1\\.[01]")) {
      throw new RefusedException("no HTTP request");
    }
    Heading heading = new Heading(words[0], origin(words[1]), words[2], fields(lines));
    heading.checkFraming();
    return Optional.of(heading);
  }

  private static List<Answer.Field> fields(Lines lines) throws IOException {
    List<Answer.Field> fields = new ArrayList<>();
    while (true) {
      String line = lines.next().orElseThrow(EOFException::new);
      if (line.isEmpty()) {
        return fields;
      }
      // A folded line (§5.2) has none before its white space, and neither may precede the colon.
      int colon = line.indexOf(':');
      if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw new RefusedException("no HTTP header field");
      }
      if (fields.size() >= MOST_FIELDS) {
        throw new RefusedException("too many HTTP header fields");
      }
      fields.add(new Answer.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  /** Refuses what makes readers differ on where the request ends (§6.1 to §6.3). */
  private void checkFraming() throws RefusedException {
    List<String> lengths = all(LENGTH);
    List<String> encodings = all(ENCODING);
    if (lengths.size() > 1) {
      throw new RefusedException("more than one Content-Length");
    }
    if (!lengths.isEmpty() && !lengths.get(0).matches("[0-9]{1,18}")) {
      throw new RefusedException("a Content-Length that is not a number");
    }
    if (!encodings.isEmpty() && !lengths.isEmpty()) {
      throw new RefusedException("Transfer-Encoding beside Content-Length");
    }
    boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
    if (!encodings.isEmpty() && (!chunked || version.equals("HTTP/1.0"))) {
      throw new RefusedException("a Transfer-Encoding that is not understood");
    }
    if (all("Host").size() > 1) {
      throw new RefusedException("more than one Host");
    }
  }

  /** The lines of one head. */
  private static final class Lines {
    private final InputStream in;
    private int left = LONGEST_HEAD;

    Lines(InputStream in) {
      this.in = in;
    }

    /** Without its CRLF, which must be both (§2.2); empty at the end of the stream. */
    Optional<String> next() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\r'; next = in.read()) {
        if (next < 0) {
          if (line.isEmpty()) {
            return Optional.empty();
          }
          throw new EOFException();
        }
        if (next == '\n' || next == 0) {
          throw new RefusedException(
              next == 0 ? "a zero byte in an HTTP head" : "a bare line feed in an HTTP head");
        }
        if (line.length() >= LONGEST_LINE || --left < 0) {
          throw new RefusedException("an HTTP head that is too long");
        }
        line.append((char) next);
      }
      int feed = in.read();
      if (feed < 0) {
        throw new EOFException();
      }
      if (feed != '\n') {
        throw new RefusedException("a bare carriage return in an HTTP head");
      }
      return Optional.of(line.toString());
    }
  }

  private static String origin(String target) {
    if (!target.matches("(?i)https?://.*")) {
      return target;
    }
    int path = target.indexOf('/', target.indexOf("//") + 2);
    return path < 0 ? "/" : target.substring(path);
  }

  private List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Answer.Field::value)
        .toList();
  }

  /** The first value of a field. */
  Optional<String> field(String name) {
    return all(name).stream().findFirst();
  }

  /** Without the query, which may be confidential. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The host asked for, without a port and not checked. */
  Optional<String> host() {
    return field("Host").map(host -> host.replaceFirst(":[0-9]*$", ""));
  }

  /** Whether something follows it that is no head. */
  boolean hasBody() {
    return field(ENCODING).isPresent()
        || field(LENGTH).filter(length -> !length.equals("0")).isPresent();
  }

  /** Whether another request may follow (RFC 9112 §9.3). */
  boolean keepsAlive() {
    List<String> options =
        all("Connection").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    boolean closes = options.stream().anyMatch("close"::equalsIgnoreCase);
    boolean keeps = options.stream().anyMatch("keep-alive"::equalsIgnoreCase);
    return !closes && (keeps || version.equals("HTTP/1.1")) && !hasBody();
  }
}
