package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.probe.settings.YamlKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A value that a catalogue asks of a site.
 *
 * @param name dotted; in the site file every dot opens a level: {@code sql.host}
 * @param required whether a site file without it is wrong
 * @param or other values that can replace a required one
 * @param oneOf alternatives: a site sets only one of these or this one; any is enough for a rule
 *     that needs this one
 * @param choices the words of a {@link Kind#CHOICE}
 * @param fallback the default, which may be a template; may be empty
 * @param example a valid value, for messages
 * @param about one sentence
 * @param prompt how {@code init} asks for it; empty if it asks for it only with {@code --all}
 */
public record ValueSpec(
    String name,
    Kind kind,
    boolean required,
    List<String> or,
    List<String> oneOf,
    List<String> choices,
    List<Template> fallback,
    String example,
    String about,
    Optional<Prompt> prompt) {
  public ValueSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    or = List.copyOf(or);
    oneOf = List.copyOf(oneOf);
    choices = List.copyOf(choices);
    fallback = List.copyOf(fallback);
    Objects.requireNonNull(prompt);
  }

  /**
   * How a person is asked for a value.
   *
   * @param where to find it, or what an empty answer means
   * @param when another value; without it this one is not asked for
   * @param suggestion what the host that asks may know of it
   */
  public record Prompt(
      @YamlKey(about = "Where to find it, or what an empty answer means.", fallback = "")
          String where,
      @YamlKey(about = "Another value, without which it is not asked for.") Optional<String> when,
      @YamlKey(about = "What the host that asks may know of it.", name = "suggest")
          Optional<Suggestion> suggestion) {
    public Prompt {
      Objects.requireNonNull(where);
      Objects.requireNonNull(when);
      Objects.requireNonNull(suggestion);
    }
  }

  /** A valid text for the value, to test settings. */
  String sample() {
    return !example.isEmpty() ? example : choices.isEmpty() ? kind.sample() : choices.get(0);
  }
}
