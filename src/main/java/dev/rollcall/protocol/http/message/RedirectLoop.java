package dev.rollcall.protocol.http.message;

import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.LiteralAddress;
import java.io.IOException;
import java.util.Optional;

/**
 * A redirect that leads back to what was asked (RFC 9110 §15.4: clients should stop such a circle).
 * A site may redirect so once, to see whether the client keeps a cookie: so the same is asked again
 * with the cookies that came, as a browser does.
 */
public final class RedirectLoop {
  /** How many answers in a row must lead back. */
  private static final int TIMES = 3;

  private RedirectLoop() {}

  /** The same question on a new connection. */
  @FunctionalInterface
  public interface Again {
    Answer ask(Cookies cookies) throws IOException, ProbeException;
  }

  /**
   * What the circle is, in words; empty if it ends, or if a further question fails.
   *
   * @param path path and query that were asked for
   */
  public static Optional<String> of(Answer first, String path, Again again) {
    Answer answer = first;
    Cookies cookies = Cookies.NONE;
    for (int asked = 1; leadsBack(answer, path); asked++) {
      if (asked == TIMES) {
        return Optional.of(sentence(answer, cookies));
      }
      cookies = cookies.and(Cookies.of(answer));
      try {
        answer = again.ask(cookies);
      } catch (IOException | ProbeException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A reference without a leading slash depends on the path (RFC 3986 §5.2), and is left out. */
  private static boolean leadsBack(Answer answer, String path) {
    String value = answer.redirect().orElse("").strip();
    boolean whole = value.startsWith("/") || value.startsWith("\\") || value.contains(":");
    return whole
        && answer
            .location()
            .filter(to -> to.at(answer.asked().host()) && to.uri().equals(path))
            .filter(to -> same(answer, to) || upgraded(answer, to))
            .isPresent();
  }

  private static boolean same(Answer answer, Location to) {
    return to.scheme().equals(answer.scheme().word())
        && to.port() == answer.asked().port().number();
  }

  /**
   * Browsers ask by https again, as the answer itself says so: RFC 6797 §8.3. They do not heed it
   * from a host without a name (§8.1.1).
   */
  private static boolean upgraded(Answer answer, Location to) {
    return answer.scheme() == Scheme.HTTPS
        && !LiteralAddress.isOne(answer.asked().host())
        && answer.asked().port().number() == Scheme.HTTPS.usualPort()
        && to.scheme().equals(Scheme.HTTP.word())
        && to.port() == Scheme.HTTP.usualPort()
        && answer
            .header("Strict-Transport-Security")
            .filter(policy -> !policy.replaceAll("[\\s\"]", "").matches("(?i).*max-age=0(;.*)?"))
            .isPresent();
  }

  private static String sentence(Answer answer, Cookies cookies) {
    String to = answer.location().map(Location::shown).orElse("");
    boolean upgraded = !to.startsWith(answer.scheme().word() + ":");
    return "HTTP "
        + answer.status()
        + ": "
        + (upgraded
            ? "redirects to "
                + answer.quotes().text(to)
                + ", from where browsers come back by its"
                + " Strict-Transport-Security"
            : "redirects to itself (" + answer.quotes().text(to) + ")")
        + ", "
        + TIMES
        + " times in a row"
        + (cookies.isEmpty() ? "" : ", also with the cookies that it sets")
        + ": browsers stop (too many redirects)";
  }
}
