package dev.rollcall.catalogue;

import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports values that exclude each other, if a site sets several. */
final class OneOfSeveral {
  private final Catalogue catalogue;
  private final Complaints complaints;

  OneOfSeveral(Catalogue catalogue, Complaints complaints) {
    this.catalogue = catalogue;
    this.complaints = complaints;
  }

  void check(Map<String, SiteValue> values, Node root) {
    for (ValueSpec spec : catalogue.values()) {
      List<String> all =
          Stream.concat(Stream.of(spec.name()), spec.oneOf().stream()).distinct().toList();
      List<String> given = all.stream().filter(name -> isGiven(values.get(name))).toList();
      if (given.size() > 1) {
        complaints.add(
            RequiredValues.place(given.get(1), root),
            String.join(" and ", given) + " are set; set one of " + String.join(", ", all));
      }
    }
  }

  /** A flag that is false counts as absent. */
  private static boolean isGiven(@Nullable SiteValue value) {
    return value != null
        && !(value instanceof SiteValue.Texts texts && texts.texts().equals(List.of("false")));
  }
}
