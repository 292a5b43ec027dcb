package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value, or a part of one, that a template refers to.
 *
 * @param part one of {@link Kind#parts}, or empty for the value itself
 */
public record Reference(ValueSpec spec, String part) {

  public static Optional<Reference> find(List<ValueSpec> values, String name) {
    for (ValueSpec spec : values) {
      if (spec.name().equals(name)) {
        return Optional.of(new Reference(spec, ""));
      }
      for (String part : spec.kind().parts()) {
        if (name.equals(spec.name() + "." + part)) {
          return Optional.of(new Reference(spec, part));
        }
      }
    }
    return Optional.empty();
  }

  /** Every name that a template may use. */
  public static List<String> names(List<ValueSpec> values) {
    List<String> names = new ArrayList<>();
    for (ValueSpec spec : values) {
      names.add(spec.name());
      spec.kind().parts().forEach(part -> names.add(spec.name() + "." + part));
    }
    return names;
  }
}
