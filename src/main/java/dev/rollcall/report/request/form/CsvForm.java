package dev.rollcall.report.request.form;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Place;
import dev.rollcall.report.request.Recheck;
import dev.rollcall.report.request.Row;
import dev.rollcall.report.request.Source;
import dev.rollcall.text.Printable;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The request as comma-separated values (RFC 4180): a heading, then a line for each row. The
 * columns are a contract. No cell is a formula when a spreadsheet opens the file.
 */
final class CsvForm {
  /** The names of the columns, in their order. */
  static final List<String> COLUMNS =
      List.of(
          "request_type",
          "source",
          "source_name",
          "destination",
          "destination_name",
          "protocol",
          "port",
          "service",
          "application",
          "action",
          "direction",
          "owner",
          "requester",
          "justification",
          "environment",
          "start",
          "expiry",
          "ticket",
          "priority",
          "rule_id",
          "evidence");

  /** Between the parts of the evidence. */
  static final String BETWEEN = " | ";

  /** More than a spreadsheet's cell holds is cut: 32,767 characters. */
  private static final int LONGEST = 30_000;

  /**
   * What starts a formula, in full width as well; at the start of the cell, after blanks and quotes
   * that a spreadsheet drops, or where another separator than the comma would start a cell.
   */
  private static final Pattern FORMULA =
      Pattern.compile("(^|[;,|])(['\"\\s]*)(?=[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])");

  private CsvForm() {}

  static String of(ChangeRequest request) {
    Stream<List<String>> rows =
        request.sections().stream().flatMap(section -> section.rows().stream()).map(CsvForm::cells);
    return Stream.concat(Stream.of(COLUMNS), rows)
        .map(cells -> cells.stream().map(CsvForm::cell).collect(Collectors.joining(",")) + "\r\n")
        .collect(Collectors.joining());
  }

  private static List<String> cells(Row row) {
    RequestDetails details = row.ask().details();
    return List.of(
        row.ask().action().type(),
        list(row.sources().stream().map(Source::address).filter(address -> !address.isEmpty())),
        list(row.sources().stream().map(Source::name)),
        list(row.places().stream().flatMap(place -> destination(row, place))),
        list(row.places().stream().map(Place::chain)),
        list(row.ports().stream().map(port -> port.transport().word())),
        list(row.ports().stream().map(Port::number).map(String::valueOf)),
        list(row.services().stream()),
        list(row.applications().stream()),
        row.ask().action().word(),
        row.ask().direction().word(),
        row.ask().team().title(),
        details.requester().orElse(""),
        list(row.reasons().stream()),
        details.environment().orElse(""),
        RowFields.day(row.start()),
        details.expiry().map(LocalDate::toString).orElse(""),
        details.ticket().orElse(""),
        row.priority().word(),
        list(row.rules().stream()),
        evidence(row));
  }

  /** What the rule must name: addresses, or names where addresses change or are not known. */
  private static Stream<String> destination(Row row, Place place) {
    return row.ask().byName() || place.addresses().isEmpty()
        ? Stream.of(place.name())
        : place.addresses().stream();
  }

  private static String evidence(Row row) {
    return Stream.of(
            row.evidence().stream(),
            row.toDo().stream().map(text -> "to do: " + text),
            row.peers().unchecked().stream().map(text -> "not checked: " + text),
            row.rechecks().stream().map(Recheck::command).map(text -> "proof: " + text),
            RowFields.notes(row).stream().map(text -> "note: " + text))
        .flatMap(parts -> parts)
        .map(Printable::line)
        .collect(Collectors.joining(BETWEEN));
  }

  private static String list(Stream<String> values) {
    return values.distinct().collect(Collectors.joining(", "));
  }

  /** One cell, in quotes if it needs them (RFC 4180 §2). */
  static String cell(String text) {
    String safe = FORMULA.matcher(Printable.line(text, LONGEST)).replaceAll("$1$2'");
    return safe.matches("[^\",]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
