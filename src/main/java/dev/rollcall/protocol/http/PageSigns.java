package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.PageTags;
import dev.rollcall.protocol.http.message.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Signs in a page that it is not what was asked for; pure. */
final class PageSigns {
  private static final Pattern PASSWORD =
      Pattern.compile("type\\s{0,5}=\\s{0,5}[\"']?password", Pattern.CASE_INSENSITIVE);

  private static final Pattern LOGIN_PATH =
      Pattern.compile("log-?in|sign-?in|saml|oauth|/sso|/auth|/adfs", Pattern.CASE_INSENSITIVE);

  /** Statuses beside which servers say that a client certificate is missing; nginx adds 49x. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 495, 496);

  /** What nginx, HAProxy, Apache and IIS write there. */
  private static final List<String> CERTIFICATE_WANTED =
      List.of(
          "no required ssl certificate was sent",
          "ssl certificate required",
          "client certificate",
          "post-handshake authentication",
          "403.7");

  private PageSigns() {}

  /** Whether the page asks for a password. */
  static boolean login(Answer answer) {
    return answer.mayBePage()
        && PageTags.of(answer.body(), "<input").stream()
            .anyMatch(input -> PASSWORD.matcher(input).find());
  }

  /** Whether a redirect seems to lead to a login. */
  static boolean leadsToLogin(Answer answer) {
    return answer
        .location()
        .filter(to -> LOGIN_PATH.matcher(to.host() + path(to.uri())).find())
        .isPresent();
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** Whether the words of the page can tell that a client certificate is missing. */
  static boolean mayWantCertificate(Answer head) {
    return head.scheme() == Scheme.HTTPS && REFUSALS.contains(head.status()) && head.mayBePage();
  }

  /**
   * What says that the server has no site of the name that was asked for: the path is proven, the
   * service is not. 421 is RFC 9110 §15.5.20; HTTP.sys (IIS) and ingress-nginx say it in words.
   */
  static Optional<String> noSite(Answer answer) {
    String page = answer.mayBePage() ? answer.body().toLowerCase(Locale.ROOT) : "";
    Optional<String> words =
        switch (answer.status()) {
          case 400 -> Optional.of("invalid hostname");
          case 404 -> Optional.of("default backend - 404");
          default -> Optional.empty();
        };
    return answer.status() == 421
        ? Optional.of("the server has no site of this name")
        : words
            .filter(page::contains)
            .map(found -> "the server has no site of this name: the page says \"" + found + "\"");
  }

  /** What says that the server refuses a client without a certificate. */
  static Optional<String> certificateWanted(Answer answer) {
    if (answer.status() == 496) {
      return Optional.of("status 496");
    }
    if (!mayWantCertificate(answer)) {
      return Optional.empty();
    }
    String page = answer.body().toLowerCase(Locale.ROOT);
    return CERTIFICATE_WANTED.stream()
        .filter(page::contains)
        .findFirst()
        .map(words -> "the page says \"" + words + "\"");
  }
}
