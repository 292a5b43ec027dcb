package dev.rollcall.setup;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.text.Wrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a site file: every value with what it is as a comment above it, those without an
 * answer as comments themselves, with an example.
 */
public final class SiteFileText {
  private static final int WIDTH = 98;

  /** What needs no quotes in YAML, wherever it stands. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/]([A-Za-z0-9._/@:-]*[A-Za-z0-9/])?");

  /** What YAML parsers take for something else than a text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off");

  private static final String HEAD =
      """
      # A site file of Rollcall. Lines that begin with '#' are comments: what is not set, with an
      # example. 'rollcall lint --site FILE' checks the file; passwords never stand in it.
      """;

  private final Answers answers;
  private final StringBuilder text = new StringBuilder();

  private SiteFileText(Answers answers) {
    this.answers = answers;
  }

  /** The whole file, with a line feed at its end. */
  public static String of(Questions questions, Answers answers) {
    SiteFileText file = new SiteFileText(answers);
    file.text.append(HEAD);
    file.section(0, "", questions.all());
    return file.text.toString();
  }

  /** The questions whose keys begin with a prefix; those with a further dot in sections. */
  private void section(int depth, String prefix, List<Question> questions) {
    Map<String, List<Question>> keys = new LinkedHashMap<>();
    for (Question question : questions) {
      String key = question.key().substring(prefix.length()).split("\\.", 2)[0];
      keys.computeIfAbsent(key, any -> new ArrayList<>()).add(question);
    }
    keys.forEach(
        (key, inner) -> {
          if (depth == 0) {
            text.append('\n');
          }
          String whole = prefix + key;
          if (inner.get(0).key().equals(whole)) {
            value(depth, key, inner.get(0));
          } else {
            line(depth, inner.stream().anyMatch(each -> answers.has(each.key())), key + ":");
            section(depth + 1, whole + ".", inner);
          }
        });
  }

  private void value(int depth, String key, Question question) {
    for (String line : Wrap.lines(question.about(), WIDTH - 2 * depth)) {
      text.append("  ".repeat(depth)).append("# ").append(line).append('\n');
    }
    String answer = answers.get(question.key()).orElse("");
    String shown = answer.isEmpty() ? example(question) : written(question, answer);
    line(depth, !answer.isEmpty(), key + ": " + shown);
  }

  private void line(int depth, boolean active, String content) {
    text.append("  ".repeat(depth)).append(active ? "" : "# ").append(content).append('\n');
  }

  private static String example(Question question) {
    String example =
        question.kind() == Kind.SECRET
            ? "env:ROLLCALL_PASSWORD"
            : !question.fallback().isEmpty()
                ? question.fallback()
                : !question.example().isEmpty()
                    ? question.example()
                    : question.choices().stream().findFirst().orElse(question.kind().sample());
    return written(question, example);
  }

  private static String written(Question question, String answer) {
    return switch (question.kind()) {
      case FLAG, PORT, NUMBER, STATUS -> answer;
      case SECRET -> {
        String[] place = answer.split(":", 2);
        yield "{" + place[0] + ": " + scalar(place.length > 1 ? place[1] : "") + "}";
      }
      case HOSTS, TEXTS, SERVERS ->
          Answers.parts(answer).stream()
              .map(SiteFileText::scalar)
              .collect(Collectors.joining(", ", "[", "]"));
      case HOST, DOMAIN, REALM, TEXT, PATH, CHOICE, URL, UNC -> scalar(answer);
    };
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}
