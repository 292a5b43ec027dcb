package dev.rollcall.setup;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.template.Suggestion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A value that the site file's writer is asked for.
 *
 * @param key dotted, as in the site file: {@code sql.host}
 * @param about what it is, one sentence
 * @param where to find it, or what an empty answer means; may be empty
 * @param when another question; without an answer to it this one is not asked
 * @param suggestion where this host finds an answer
 * @param required whether the site file is wrong without an answer
 * @param or other questions; an answer to one of them is as good
 * @param choices the words of a {@link Kind#CHOICE}
 * @param fallback what counts without an answer; may be empty
 * @param example a valid answer; may be empty
 * @param usual whether it is asked without {@code --all}
 */
public record Question(
    String key,
    Kind kind,
    String about,
    String where,
    Optional<String> when,
    Optional<Suggestion> suggestion,
    boolean required,
    List<String> or,
    List<String> choices,
    String fallback,
    String example,
    boolean usual) {
  public Question {
    Objects.requireNonNull(key);
    or = List.copyOf(or);
    choices = List.copyOf(choices);
  }

  /** Whether its answer may have several parts, with commas between them. */
  public boolean several() {
    return switch (kind) {
      case HOSTS, TEXTS, SERVERS -> true;
      case HOST, DOMAIN, PORT, NUMBER, STATUS, REALM, TEXT, PATH, FLAG, CHOICE, URL, UNC, SECRET ->
          false;
    };
  }

  /** Whether it is to be asked after these answers. */
  boolean applies(Answers answers) {
    return when.map(answers::has).orElse(true);
  }

  /** Whether the site file needs an answer, given the others. */
  public boolean needed(Answers answers) {
    return required && or.stream().noneMatch(answers::has);
  }
}
