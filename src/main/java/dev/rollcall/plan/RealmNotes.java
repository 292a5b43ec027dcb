package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.Locale;

/** Notes realms of Kerberos that are right, but unlikely. */
final class RealmNotes {
  private RealmNotes() {}

  /** A note for each realm that a rule of the vantage uses, and that is not in capitals. */
  static List<Run.Remark> of(Catalogue catalogue, Values values, Vantage vantage) {
    return catalogue.values().stream()
        .filter(spec -> spec.kind() == Kind.REALM && isUsed(spec, catalogue, vantage))
        .flatMap(spec -> values.texts(spec.name()).stream().map(realm -> note(spec, realm)))
        .filter(text -> !text.isEmpty())
        .map(text -> new Run.Remark(Status.PASS, text))
        .toList();
  }

  private static boolean isUsed(ValueSpec spec, Catalogue catalogue, Vantage vantage) {
    return catalogue.rules().stream()
        .filter(rule -> rule.from().contains(vantage))
        .anyMatch(rule -> rule.references().contains(spec.name()));
  }

  private static String note(ValueSpec spec, String realm) {
    String capitals = realm.toUpperCase(Locale.ROOT);
    return realm.equals(capitals)
        ? ""
        : spec.name() + " is " + realm + ": in Active Directory it would be " + capitals;
  }
}
