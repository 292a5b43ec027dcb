package dev.rollcall.report.request.form;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.report.request.Action;
import dev.rollcall.report.request.Place;
import dev.rollcall.report.request.Row;
import dev.rollcall.report.request.Source;
import dev.rollcall.text.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of a row for people, in the order of a form. */
public final class RowFields {
  private RowFields() {}

  /**
   * One line of a row.
   *
   * @param values texts of others: to be made safe for each form
   */
  public record Field(String label, List<String> values) {
    public Field {
      values = List.copyOf(values);
    }
  }

  /** Without those that are empty. */
  public static List<Field> of(Row row) {
    RequestDetails details = row.ask().details();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("source", sources(row)));
    fields.add(new Field("not checked", row.peers().unchecked()));
    fields.add(new Field("destination", row.places().stream().map(p -> place(row, p)).toList()));
    if (row.ask().team() != Owner.DNS) {
      // A name is looked up for every port.
      fields.add(new Field("port", row.ports().stream().map(Port::toString).toList()));
      fields.add(new Field("service", row.services()));
      fields.add(new Field("application", row.applications()));
    }
    fields.add(new Field("action", List.of(row.ask().action().word())));
    fields.add(new Field("direction", List.of(row.ask().direction().word())));
    fields.add(new Field("reason", row.reasons()));
    row.toDo().forEach(task -> fields.add(new Field("to do", List.of(task))));
    fields.add(new Field("priority", List.of(row.priority().word())));
    fields.add(new Field("requester", list(details.requester())));
    fields.add(new Field("environment", list(details.environment())));
    fields.add(new Field("start", List.of(day(row.start()))));
    fields.add(new Field("expiry", list(details.expiry().map(LocalDate::toString))));
    fields.add(new Field("ticket", list(details.ticket())));
    fields.add(new Field("rule", row.rules()));
    return fields.stream().filter(field -> !field.values().isEmpty()).toList();
  }

  /** {@code 2026-11-22}. */
  static String day(Instant at) {
    return Times.stamp(at).split("T", 2)[0];
  }

  /** What the reader must know of this row, in sentences of Rollcall's own. */
  public static List<String> notes(Row row) {
    return Stream.of(
            note(
                row.ask().byName(),
                "The addresses of these names change: allow them by name, or by the provider's"
                    + " published ranges, never by today's addresses."),
            note(
                row.sources().stream().anyMatch(Source::isExample),
                "The source is one example: the rule is for every network from which such hosts"
                    + " connect."),
            note(
                row.ask().team() == Owner.FIREWALL && has(row, Source.Basis.SERVER),
                "Another host than the source made the check. Only a check from the source's own"
                    + " address proves the change."),
            note(
                has(row, Source.Basis.UNSURE),
                "The source is the address of the host that made the check. If that is not one of"
                    + " the servers, it must be replaced by the servers' addresses: the site file"
                    + " does not name the servers, or their addresses are not known."),
            note(
                !row.peers().unchecked().isEmpty(),
                "Only the source made the check. The servers under \"not checked\" need the"
                    + " same."),
            note(
                row.ask().action() == Action.ALLOW && row.ask().team() == Owner.FIREWALL,
                "A firewall that inspects may accept the connection and still deny the flow once it"
                    + " knows the application: allow both the port and the application."))
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean has(Row row, Source.Basis basis) {
    return row.sources().stream().anyMatch(source -> source.basis() == basis);
  }

  private static Optional<String> note(boolean applies, String text) {
    return applies ? Optional.of(text) : Optional.empty();
  }

  private static List<String> sources(Row row) {
    return row.sources().stream().map(Source::full).distinct().toList();
  }

  private static String place(Row row, Place place) {
    String addresses = String.join(", ", place.addresses());
    boolean plain = place.aliases().isEmpty() && place.addresses().equals(List.of(place.name()));
    if (addresses.isEmpty() || plain) {
      return place.chain();
    }
    return place.chain() + " (" + (row.ask().byName() ? "today " : "") + addresses + ")";
  }

  private static List<String> list(Optional<String> value) {
    return value.stream().toList();
  }
}
