package dev.rollcall.protocol.http;

import dev.rollcall.probe.settings.YamlKey;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.StatusPattern;
import java.util.List;
import java.util.Optional;

/** What a rule may set for {@code http} and {@code https}; the package says how they combine. */
public record HttpSettings(
    @YamlKey(about = "Path and query to ask for, encoded, sent byte for byte.", fallback = "/")
        String path,
    @YamlKey(about = "Accepted statuses: 200, 2xx or not-5xx; any if none is given.")
        List<String> status,
    @YamlKey(about = "'Name: value' with * and ?; one of them must be in the answer.")
        List<String> header,
    @YamlKey(about = "A text that must stand in the body's first 1 MiB.") Optional<String> body,
    @YamlKey(about = "What the body must be.", fallback = "any") Content content,
    @YamlKey(about = "A redirect that must come; another answer fails.", fallback = "any")
        Redirect redirect,
    @YamlKey(about = "Port of https that the redirect must lead to.", fallback = "443")
        int redirectPort,
    @YamlKey(about = "Other hosts that the destination may redirect to, with * and ?.")
        List<String> redirectHosts,
    @YamlKey(about = "What proves that the destination itself answered.", fallback = "answer")
        Identify identify,
    @YamlKey(about = "What an answer is that misses the expectations.", fallback = "warn")
        Otherwise otherwise) {

  /**
   * Checks what the types cannot.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public HttpSettings {
    status = List.copyOf(status);
    header = List.copyOf(header);
    redirectHosts = List.copyOf(redirectHosts);
    if (!path.matches("/[\\x21-\\x7e]*") || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "path '" + path + "' must begin with / and be encoded: no space, no #, ASCII only");
    }
    if (redirectPort < 1 || redirectPort > 65535) {
      throw new IllegalArgumentException(
          "redirect-port " + redirectPort + " is not between 1 and 65535");
    }
    status.forEach(StatusPattern::parse);
    for (String expected : header) {
      if (!expected.matches("[!#$%&'*+.^_`|~?0-9A-Za-z-]+:.*")) {
        throw new IllegalArgumentException(
            "header '" + expected + "' is not of the form 'Name: value'");
      }
    }
    if (body.isPresent() && body.get().isEmpty()) {
      throw new IllegalArgumentException("body is an empty text, which proves nothing");
    }
    if (identify == Identify.EXPECTATIONS && nothing(status, header, body, content, redirect)) {
      throw new IllegalArgumentException(
          "identify: expectations needs one of status, header, body, content, redirect");
    }
  }

  /** Which redirect must come. */
  public enum Redirect {
    /** None must; one to a foreign host is a block page where nothing proves a public sender. */
    ANY,
    /** 301, 302, 307 or 308 to https on the same host, at the rule's redirect-port. */
    HTTPS,
    /**
     * As {@link #HTTPS}, path and query unchanged; the hex digits of encoded bytes may be of either
     * case.
     */
    HTTPS_SAME_URI
  }

  /** What proves that the destination itself answered. */
  public enum Identify {
    /** A verified certificate; without one, what the rule expects beside the status. */
    ANSWER,
    /** The expectations of the rule. */
    EXPECTATIONS
  }

  /** What an HTTP answer is that misses the expectations. */
  public enum Otherwise {
    /** "Answered, not identified". */
    WARN,
    /** A fault UNEXPECTED. */
    FAIL
  }

  private static boolean nothing(
      List<String> status,
      List<String> header,
      Optional<String> body,
      Content content,
      Redirect redirect) {
    return status.isEmpty()
        && header.isEmpty()
        && body.isEmpty()
        && content == Content.ANY
        && redirect == Redirect.ANY;
  }

  /** Whether the body decides anything. */
  boolean wantsBody() {
    return body.isPresent() || content != Content.ANY;
  }
}
