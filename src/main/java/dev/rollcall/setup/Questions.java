package dev.rollcall.setup;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions of a catalogue, in its order; after them those that every site file has. */
public final class Questions {
  /** The file of a CA for internal destinations. */
  static final String AUTHORITY = "trust.internal";

  static final String PROXY = "proxy.url";
  static final String EXCEPT = "proxy.except";

  private final List<Question> all;

  private Questions(List<Question> all) {
    this.all = List.copyOf(all);
  }

  public static Questions of(Catalogue catalogue) {
    List<Question> all = new ArrayList<>();
    catalogue.values().forEach(spec -> all.add(question(spec)));
    all.add(
        every(
            AUTHORITY,
            "Certificate files (PEM) of your own CA, for internal destinations.",
            "Leave it empty where this host trusts your CA already. Several: a, b.",
            Optional.empty(),
            Kind.TEXTS,
            "/etc/ssl/uni-ca.pem"));
    all.add(
        rare(
            "trust.public",
            "Certificate files (PEM) of further roots for external destinations.",
            Kind.TEXTS,
            "/etc/ssl/more-roots.pem"));
    all.add(
        rare(
            "trust.inspection",
            "Certificate files (PEM) of the device that inspects TLS on purpose.",
            Kind.TEXTS,
            "/etc/ssl/inspection-ca.pem"));
    all.add(
        every(
            PROXY,
            "The proxy for HTTP and HTTPS.",
            "Leave it empty where the servers need none.",
            Optional.empty(),
            Kind.TEXT,
            "http://proxy.uni.edu:3128"));
    all.add(
        every(
            EXCEPT,
            "Hosts that are reached without the proxy; .uni.edu is every name below it.",
            "Several: a, b.",
            Optional.of(PROXY),
            Kind.TEXTS,
            ".uni.edu"));
    all.add(
        rare(
            "self",
            "Which of the servers this host is; without it, its addresses decide.",
            Kind.HOST,
            "appsanywhere01.uni.edu"));
    return new Questions(all);
  }

  private static Question every(
      String key, String about, String where, Optional<String> when, Kind kind, String example) {
    return asked(key, about, where, when, kind, example, true);
  }

  private static Question rare(String key, String about, Kind kind, String example) {
    return asked(key, about, "", Optional.empty(), kind, example, false);
  }

  private static Question asked(
      String key,
      String about,
      String where,
      Optional<String> when,
      Kind kind,
      String example,
      boolean usual) {
    return new Question(
        key,
        kind,
        about,
        where,
        when,
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        "",
        example,
        usual);
  }

  private static Question question(ValueSpec spec) {
    List<Template> fallback = spec.fallback();
    boolean constant = fallback.size() == 1 && fallback.get(0).names().isEmpty();
    return new Question(
        spec.name(),
        spec.kind(),
        spec.about(),
        spec.prompt().map(ValueSpec.Prompt::where).orElse(""),
        spec.prompt().flatMap(ValueSpec.Prompt::when),
        spec.prompt().flatMap(ValueSpec.Prompt::suggestion),
        spec.required(),
        spec.or(),
        spec.choices(),
        constant ? fallback.get(0).text() : "",
        spec.example(),
        spec.prompt().isPresent() || spec.required());
  }

  /** All of them, in order. */
  public List<Question> all() {
    return all;
  }

  /** The question of that key. */
  public Optional<Question> find(String key) {
    return all.stream().filter(question -> question.key().equals(key)).findFirst();
  }

  /** The first domain that was answered. */
  Optional<String> domain(Answers answers) {
    return all.stream()
        .filter(question -> question.kind() == Kind.DOMAIN)
        .flatMap(question -> answers.get(question.key()).stream())
        .findFirst();
  }

  /**
   * Those that are asked after these answers, in order.
   *
   * @param every those too that are rarely needed
   */
  public List<Question> asked(Answers answers, boolean every) {
    return all.stream()
        .filter(question -> question.applies(answers))
        .filter(question -> every || question.usual() || answers.has(question.key()))
        .toList();
  }

  /**
   * Takes back the answers to questions that no longer apply: the password of a user that is gone.
   *
   * @return their keys
   */
  public Set<String> prune(Answers answers) {
    Set<String> gone = new HashSet<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Question question : all) {
        if (answers.has(question.key()) && !question.applies(answers)) {
          answers.put(question.key(), "");
          more = gone.add(question.key());
        }
      }
    }
    return gone;
  }

  /** What must be answered and is not, in order. */
  public List<Question> missing(Answers answers) {
    return all.stream()
        .filter(question -> question.needed(answers) && !answers.has(question.key()))
        .toList();
  }
}
