package dev.rollcall.setup;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered, by key. An answer is one text; of several parts it has commas between them,
 * and of a password it has where the password is kept: {@code env:VARIABLE}, {@code file:FILE} or
 * {@code credential:NAME}.
 */
public final class Answers {
  private final Map<String, String> answers = new LinkedHashMap<>();

  public Answers() {}

  /** The same answers, to go on with. */
  public Answers(Answers other) {
    answers.putAll(other.answers);
  }

  /** Answers, or takes the answer back where the text is empty. */
  public Answers put(String key, String text) {
    if (text.isEmpty()) {
      answers.remove(key);
    } else {
      answers.put(key, text);
    }
    return this;
  }

  public boolean has(String key) {
    return answers.containsKey(key);
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(answers.get(key));
  }

  public int size() {
    return answers.size();
  }

  /** The parts of an answer. */
  static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
