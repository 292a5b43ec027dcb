package dev.rollcall.protocol.http;

import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.StatusPattern;
import dev.rollcall.text.HostNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a stand-in shows on each path, so that the rules which ask for it are met; pure. */
final class StandInPages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String ABOUT =
      StandInMark.TEXT + "\n\nThe path to here is open. The real server is not in place yet.\n";

  /** For what is neither GET nor HEAD. */
  static final Page NOT_ALLOWED =
      new Page(
          405,
          List.of(new Answer.Field("Allow", "GET, HEAD"), new Answer.Field("Content-Type", TEXT)),
          StandInMark.TEXT + "\n");

  private final List<HttpSettings> rules;

  StandInPages(List<HttpSettings> rules) {
    this.rules = List.copyOf(rules);
  }

  /** One answer, without what all have in common. */
  record Page(int status, List<Answer.Field> fields, String body) {
    Page {
      fields = List.copyOf(fields);
    }
  }

  /**
   * The page for a request.
   *
   * @param identity whose names alone are redirected to
   */
  Page page(Heading heading, StandInIdentity identity) {
    List<HttpSettings> asked =
        rules.stream().filter(rule -> rule.path().equals(heading.target())).toList();
    if (asked.isEmpty()) {
      asked = rules.stream().filter(rule -> path(rule).equals(heading.path())).toList();
    }
    Optional<HttpSettings> moved =
        asked.stream().filter(rule -> rule.redirect() != Redirect.ANY).findFirst();
    return moved.isPresent()
        ? redirect(heading, identity, moved.get().redirectPort())
        : meeting(asked);
  }

  private static String path(HttpSettings rule) {
    int query = rule.path().indexOf('?');
    return query < 0 ? rule.path() : rule.path().substring(0, query);
  }

  /** Never to a name that only the request has: its sender could choose the target. */
  private static Page redirect(Heading heading, StandInIdentity identity, int port) {
    String host = heading.host().flatMap(identity::named).orElse(identity.host());
    String to = "https://" + authority(host, port) + uri(heading.target());
    return new Page(
        301,
        List.of(new Answer.Field("Location", to), new Answer.Field("Content-Type", TEXT)),
        ABOUT);
  }

  private static String authority(String host, int port) {
    return HostNames.authority(host) + (port == 443 ? "" : ":" + port);
  }

  /** What was asked for, as far as it may stand in a header. */
  private static String uri(String target) {
    return target.matches("/[\\x21-\\x7e]*") ? target : "/";
  }

  private static Page meeting(List<HttpSettings> asked) {
    List<Answer.Field> fields = new ArrayList<>();
    Content content =
        asked.stream()
            .map(HttpSettings::content)
            .filter(kind -> kind != Content.ANY)
            .findFirst()
            .orElse(Content.ANY);
    for (HttpSettings rule : asked) {
      header(rule).ifPresent(fields::add);
    }
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("Content-Type"))) {
      fields.add(new Answer.Field("Content-Type", content == Content.ANY ? TEXT : type(content)));
    }
    StringBuilder body = new StringBuilder(sample(content));
    for (HttpSettings rule : asked) {
      rule.body().ifPresent(text -> body.append(text).append('\n'));
    }
    return new Page(status(asked), fields, body.toString());
  }

  /** The first status that all accept: 200 if it can be. */
  private static int status(List<HttpSettings> asked) {
    return IntStream.concat(IntStream.range(200, 600), IntStream.of(200))
        .filter(
            status -> asked.stream().allMatch(rule -> StatusPattern.accepts(rule.status(), status)))
        .findFirst()
        .orElse(200);
  }

  /** A header that matches one of the rule's patterns; the server's own name only if it must. */
  private static Optional<Answer.Field> header(HttpSettings rule) {
    return rule.header().stream()
        .map(StandInPages::field)
        .reduce((one, other) -> one.name().equalsIgnoreCase("Server") ? other : one);
  }

  private static Answer.Field field(String pattern) {
    int colon = pattern.indexOf(':');
    String value = sample(pattern.substring(colon + 1).strip());
    return new Answer.Field(
        sample(pattern.substring(0, colon)), value.replaceAll("[^\\x20-\\x7e]", "?"));
  }

  /** A text that matches a pattern. */
  private static String sample(String glob) {
    return glob.equals("*") ? "stand-in" : glob.replace('*', 'x').replace('?', 'x');
  }

  private static String type(Content content) {
    return switch (content) {
      case ANY, URL_LINES -> TEXT;
      case METALINK -> "application/metalink+xml";
      case REPOMD -> "application/xml";
      case PGP_KEY -> "application/pgp-keys";
    };
  }

  /** The smallest content that proves the path. */
  private static String sample(Content content) {
    return switch (content) {
      case ANY -> ABOUT;
      case URL_LINES -> "# " + StandInMark.TEXT + "\nhttps://stand-in.invalid/\n";
      case METALINK ->
          "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- "
              + StandInMark.TEXT
              + " -->\n<metalink version=\"3.0\" xmlns=\"http://www.metalinker.org/\"/>\n";
      case REPOMD ->
          "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- "
              + StandInMark.TEXT
              + " -->\n<repomd xmlns=\"http://linux.duke.edu/metadata/repo\">"
              + "<revision>0</revision></repomd>\n";
      case PGP_KEY ->
          "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: "
              + StandInMark.TEXT
              + ", no key\n\n-----END PGP PUBLIC KEY BLOCK-----\n";
    };
  }
}
