package dev.rollcall.protocol.http.persistence;

import dev.rollcall.probe.settings.YamlKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule may set for {@code https-persistence}; exactly one kind of evidence. */
public record PersistenceSettings(
    @YamlKey(about = "Path and query to ask for, encoded, sent byte for byte.", fallback = "/")
        String path,
    @YamlKey(about = "Fresh connections whose servers are compared; at least 8.", fallback = "8")
        int connections,
    @YamlKey(about = "What keeps a client on one server: its address, or a cookie.") Mode mode,
    @YamlKey(about = "The only cookie to send back in mode cookie; all, if none is named.")
        Optional<String> balancerCookie,
    @YamlKey(about = "Evidence: a response header whose value shows which server answered.")
        Optional<String> header,
    @YamlKey(
            about =
                "Evidence: a cookie, set by every answer, whose value shows which server answered.")
        Optional<String> cookie,
    @YamlKey(about = "Evidence: each server shows a certificate of its own.", fallback = "false")
        boolean certificate,
    @YamlKey(about = "Evidence: a text in the body; one * stands for what differs between servers.")
        Optional<String> body,
    @YamlKey(
            about =
                "The servers: the name, then other names of the same server, separated by spaces.")
        List<String> servers,
    @YamlKey(about = "What the evidence shows for each server, if not its name or address.")
        List<String> values) {

  /** The fewest connections that prove anything. */
  private static final int FEWEST = 8;

  private static final int MOST = 64;

  /**
   * Checks what the types cannot.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public PersistenceSettings {
    servers = List.copyOf(servers);
    values = List.copyOf(values);
    if (!path.matches("/[\\x21-\\x7e]*") || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "path '" + path + "' must begin with / and be encoded: no space, no #, ASCII only");
    }
    if (connections < FEWEST || connections > MOST) {
      throw new IllegalArgumentException(
          "connections is " + connections + " and must be between " + FEWEST + " and " + MOST);
    }
    long kinds =
        Stream.of(header, cookie, body).filter(Optional::isPresent).count() + (certificate ? 1 : 0);
    if (kinds != 1) {
      throw new IllegalArgumentException(
          "one of header, cookie, certificate and body must tell the servers apart, not " + kinds);
    }
    if (body.isPresent() && !body.get().matches("(?s)[^*]+\\*[^*]*")) {
      throw new IllegalArgumentException(
          "body '" + body.get() + "' must be a text with one * after it, such as 'served by *'");
    }
  }

  /** What keeps a client on one server. */
  public enum Mode {
    /** The client's address. */
    SOURCE,
    /** A cookie that the balancer sets. */
    COOKIE
  }
}
