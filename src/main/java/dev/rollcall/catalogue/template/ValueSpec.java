package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.Kind;
import java.util.List;
import java.util.Objects;

/**
 * A value that a catalogue asks of a site.
 *
 * @param name dotted; in the site file every dot opens a level: {@code sql.host}
 * @param required whether a site file without it is wrong
 * @param or other values, any of which does as well as a required one
 * @param oneOf other values, of which a site sets only one, or this one; any does as well where a
 *     rule needs this one
 * @param choices the words of a {@link Kind#CHOICE}
 * @param fallback what holds while the site says nothing, templates included; may be empty
 * @param example a value that fits, for messages
 * @param about one sentence
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
    String about) {
  public ValueSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    or = List.copyOf(or);
    oneOf = List.copyOf(oneOf);
    choices = List.copyOf(choices);
    fallback = List.copyOf(fallback);
  }

  /** A text that fits the value, for trying out settings. */
  String sample() {
    return !example.isEmpty() ? example : choices.isEmpty() ? kind.sample() : choices.get(0);
  }
}
