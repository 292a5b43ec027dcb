package dev.rollcall.protocol.http.message;

import dev.rollcall.model.path.Target;
import dev.rollcall.probe.quote.Quotes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One HTTP answer, as far as it was read. Everything in it is the peer's own text.
 *
 * @param asked whom it came from
 * @param reason the words behind the status, mostly the standard's; may be empty
 * @param body the bytes read so far, as ISO 8859-1
 * @param quotes how the peer's text is repeated
 */
public record Answer(
    Scheme scheme,
    Target asked,
    int status,
    String reason,
    List<Field> fields,
    String body,
    Quotes quotes) {
  /** The most of a page that is searched for a filter's marks, in bytes. */
  public static final int PAGE = 64 << 10;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  public Answer {
    fields = List.copyOf(fields);
  }

  /** One header field. */
  public record Field(String name, String value) {}

  public Answer withBody(String read) {
    return new Answer(scheme, asked, status, reason, fields, read, quotes);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return values(name).findFirst();
  }

  /** Every value of a header, in order. */
  public Stream<String> values(String name) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value);
  }

  public boolean has(String name) {
    return header(name).isPresent();
  }

  /** The Location header as it stands, if the status makes it a redirect. */
  public Optional<String> redirect() {
    return REDIRECTS.contains(status) ? header("Location") : Optional.empty();
  }

  /** Where the redirect leads, if it is one that can be read. */
  public Optional<Location> location() {
    return redirect().flatMap(value -> Location.of(value, scheme, asked));
  }

  /** Whether it says that its body is one page at most, so that reading it ends soon. */
  public boolean shortPage() {
    return header("Content-Length")
        .filter(length -> length.strip().matches("[0-9]{1,5}"))
        .filter(length -> Integer.parseInt(length.strip()) <= PAGE)
        .isPresent();
  }

  /** Whether the body may be a page for people, which alone can be a filter's. */
  public boolean mayBePage() {
    String type = header("Content-Type").orElse("text/html");
    return type.regionMatches(true, 0, "text/", 0, 5)
        || type.regionMatches(true, 0, "application/xhtml", 0, 17);
  }
}
