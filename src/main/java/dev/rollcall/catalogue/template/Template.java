package dev.rollcall.catalogue.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with references to values: {@code ${sql.port}/tcp}. No other expressions. */
public record Template(String text) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  private static final Pattern ASIDE = Pattern.compile(" ?" + REFERENCE.pattern());

  public Template {
    Objects.requireNonNull(text);
  }

  /** The names of the values, in order. */
  public List<String> names() {
    return isPlain()
        ? List.of()
        : REFERENCE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The value, if the whole text is one reference. */
  public Optional<String> whole() {
    if (isPlain()) {
      return Optional.empty();
    }
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.matches() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
  }

  /** The names that have no value. */
  public List<String> missing(Values values) {
    return names().stream().filter(name -> values.texts(name).isEmpty()).toList();
  }

  /**
   * The resulting texts: several only if the whole template is one reference to a list, none if a
   * value is missing.
   */
  public List<String> texts(Values values) {
    if (isPlain()) {
      return List.of(text);
    }
    Optional<String> whole = whole();
    if (whole.isPresent()) {
      return values.texts(whole.get());
    }
    if (!missing(values).isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    texts.add(
        REFERENCE
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(first(values, found))));
    return texts;
  }

  /**
   * The text with each reference replaced by its values in parentheses, or removed if it has none,
   * so that the sentence is correct with and without a site.
   */
  public String sentence(Values values) {
    return isPlain()
        ? text
        : ASIDE
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(aside(values.texts(found.group(1)))));
  }

  /** Whether it has no reference, as in most rules of a large catalogue. */
  private boolean isPlain() {
    return !text.contains("${");
  }

  private static String aside(List<String> texts) {
    return texts.isEmpty() ? "" : " (" + String.join(", ", texts) + ")";
  }

  private static String first(Values values, MatchResult found) {
    return values.texts(found.group(1)).get(0);
  }
}
