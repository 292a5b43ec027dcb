package dev.rollcall.report.request.form;

import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Recheck;
import dev.rollcall.report.request.Row;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.util.List;
import java.util.stream.Collectors;

/** The request as plain text, for a mail: lines of at most 78 columns, except for long words. */
final class TextForm {
  private static final int WIDTH = 78;
  private static final int LABEL = 15;

  private final StringBuilder out = new StringBuilder();

  private TextForm() {}

  static String of(ChangeRequest request) {
    TextForm form = new TextForm();
    form.wrapped("Change request: " + request.title());
    form.wrapped("Made by Rollcall " + request.version() + " from");
    request.origins().forEach(origin -> form.field("", origin));
    if (request.whole() && !request.sections().isEmpty()) {
      form.line("");
      form.wrapped(RequestWords.WHOLE);
    }
    if (request.sections().isEmpty()) {
      form.line("");
      form.wrapped(request.whole() ? RequestWords.UNPROBED : RequestWords.NOTHING);
    }
    request.sections().forEach(form::section);
    form.left(request.left());
    return form.out.toString();
  }

  private void section(ChangeRequest.Section section) {
    line("");
    String heading = RequestWords.heading(section);
    line(heading);
    line("=".repeat(heading.length()));
    for (int i = 0; i < section.rows().size(); i++) {
      row(i + 1, section.rows().get(i));
    }
  }

  private void row(int number, Row row) {
    line("");
    line(number + ". " + RequestWords.heading(row));
    RowFields.of(row).forEach(field -> field(field.label(), field.values()));
    RowFields.notes(row).forEach(note -> field("note", note));
    // A log is searched for whole lines, and a command is copied: neither is wrapped.
    whole("evidence", row.evidence());
    whole("proof", row.rechecks().stream().map(Recheck::command).toList());
  }

  private void whole(String label, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(label(i == 0 ? label : "") + Printable.line(lines.get(i)));
    }
  }

  private void left(List<String> left) {
    if (!left.isEmpty()) {
      line("");
      line(RequestWords.LEFT);
      left.forEach(text -> field("", text));
    }
  }

  private void field(String label, String text) {
    field(label, List.of(text));
  }

  /** However many values there are, none is left out. */
  private void field(String label, List<String> values) {
    String text = values.stream().map(Printable::line).collect(Collectors.joining(", "));
    List<String> lines = Wrap.lines(text, WIDTH - LABEL);
    for (int i = 0; i < lines.size(); i++) {
      line(label(i == 0 ? label : "") + lines.get(i));
    }
  }

  private static String label(String label) {
    return "  " + label + " ".repeat(LABEL - 2 - label.length());
  }

  private void wrapped(String text) {
    Wrap.lines(Printable.line(text), WIDTH).forEach(this::line);
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
