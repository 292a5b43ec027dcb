package dev.rollcall.catalogue.template;

import java.util.Objects;
import java.util.Optional;

/**
 * A condition on one value: that it is set, or that it is a certain word.
 *
 * @param value the value's name
 * @param word the word that it must be; if there is none, it must be set (a flag: be true)
 */
public record Condition(String value, Optional<String> word) {
  public Condition {
    Objects.requireNonNull(value);
    Objects.requireNonNull(word);
  }

  /** Reads {@code sql.instance} or {@code sql.browser=required}. */
  public static Condition parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Condition(text, Optional.empty())
        : new Condition(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
  }

  public boolean holds(Values values) {
    return word.isPresent() ? values.texts(value).contains(word.get()) : values.isSet(value);
  }

  /** {@code cloudpaging.host is not set}: the reason why it is not met. */
  public String failure() {
    return word.map(other -> value + " is not " + other).orElse(value + " is not set");
  }
}
