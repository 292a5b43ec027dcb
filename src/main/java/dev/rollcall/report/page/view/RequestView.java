package dev.rollcall.report.page.view;

import dev.rollcall.model.path.Port;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Place;
import dev.rollcall.report.request.Recheck;
import dev.rollcall.report.request.Row;
import dev.rollcall.report.request.Source;
import dev.rollcall.report.request.form.RequestWords;
import dev.rollcall.report.request.form.RowFields;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The change request to one team.
 *
 * @param heading {@code Firewall team: 2 rows}
 */
public record RequestView(String anchor, String heading, List<Item> items) {
  public RequestView {
    items = List.copyOf(items);
  }

  /**
   * One row of the request.
   *
   * @param heading {@code Allow 1433/tcp}
   * @param evidence what was seen, a line each
   * @param commands prove the change
   */
  public record Item(
      String heading,
      String source,
      String destination,
      String port,
      String reason,
      List<Field> fields,
      List<String> notes,
      List<String> evidence,
      List<String> commands) {
    public Item {
      fields = List.copyOf(fields);
      notes = List.copyOf(notes);
      evidence = List.copyOf(evidence);
      commands = List.copyOf(commands);
    }
  }

  /** A label and its value. */
  public record Field(String label, String value) {}

  static RequestView of(ChangeRequest.Section section) {
    return new RequestView(
        Anchors.request(section.team()),
        RequestWords.heading(section),
        section.rows().stream().map(RequestView::item).toList());
  }

  private static Item item(Row row) {
    List<Field> fields = new ArrayList<>();
    for (RowFields.Field field : RowFields.of(row)) {
      fields.add(new Field(field.label(), joined(field.values().stream())));
    }
    return new Item(
        RequestWords.heading(row),
        joined(row.sources().stream().map(Source::shortest)),
        joined(row.places().stream().map(Place::name)),
        joined(row.ports().stream().map(Port::toString)),
        joined(row.reasons().stream()),
        fields,
        RowFields.notes(row).stream().map(Printable::line).toList(),
        row.evidence().stream().map(Printable::line).toList(),
        row.rechecks().stream().map(Recheck::command).map(Printable::line).toList());
  }

  private static String joined(Stream<String> values) {
    return values.distinct().map(Printable::line).collect(Collectors.joining(", "));
  }
}
