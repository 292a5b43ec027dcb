package dev.rollcall.report.request.form;

import dev.rollcall.model.path.Port;
import dev.rollcall.report.markdown.Code;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Place;
import dev.rollcall.report.request.Recheck;
import dev.rollcall.report.request.Row;
import dev.rollcall.report.request.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The request as Markdown (CommonMark, and tables as GitHub has them). Every text that is not
 * Rollcall's own is code, so that it is neither a link nor markup.
 */
final class MarkdownForm {
  private final StringBuilder out = new StringBuilder();

  private MarkdownForm() {}

  static String of(ChangeRequest request) {
    MarkdownForm form = new MarkdownForm();
    form.head(request);
    request.sections().forEach(form::section);
    form.left(request.left());
    return form.out.toString();
  }

  private void head(ChangeRequest request) {
    line("# Change request");
    line("");
    line(
        "For "
            + Code.span(request.title())
            + ", made by Rollcall "
            + Code.span(request.version())
            + " from");
    line("");
    request.origins().forEach(origin -> line("- " + Code.span(origin)));
    if (request.whole() && !request.sections().isEmpty()) {
      line("");
      line(RequestWords.WHOLE);
    }
    if (request.sections().isEmpty()) {
      line("");
      line(request.whole() ? RequestWords.UNPROBED : RequestWords.NOTHING);
    }
  }

  private void section(ChangeRequest.Section section) {
    line("");
    line("## " + RequestWords.heading(section));
    line("");
    line("| no. | action | source | destination | port | reason |");
    line("|---|---|---|---|---|---|");
    for (int i = 0; i < section.rows().size(); i++) {
      Row row = section.rows().get(i);
      line(
          Stream.of(
                  String.valueOf(i + 1),
                  row.ask().action().word(),
                  cell(row.sources().stream().map(Source::shortest)),
                  cell(row.places().stream().map(Place::name)),
                  cell(row.ports().stream().map(Port::toString)),
                  cell(row.reasons().stream()))
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
    for (int i = 0; i < section.rows().size(); i++) {
      row(i + 1, section.rows().get(i));
    }
  }

  private void row(int number, Row row) {
    line("");
    line("### " + number + ". " + RequestWords.heading(row));
    line("");
    for (RowFields.Field field : RowFields.of(row)) {
      line("- " + field.label() + ": " + codes(field.values().stream()));
    }
    RowFields.notes(row).forEach(note -> line("- " + note));
    block("Evidence", "", row.evidence());
    block(RequestWords.PROOF, "sh", row.rechecks().stream().map(Recheck::command).toList());
  }

  private void block(String heading, String language, List<String> lines) {
    if (!lines.isEmpty()) {
      line("");
      line(heading + ":");
      line("");
      Code.block(language, lines).forEach(this::line);
    }
  }

  private void left(List<String> left) {
    if (!left.isEmpty()) {
      line("");
      line("## " + RequestWords.LEFT);
      line("");
      left.forEach(text -> line("- " + Code.span(text)));
    }
  }

  private static String cell(Stream<String> values) {
    return values.distinct().map(Code::cell).collect(Collectors.joining(", "));
  }

  private static String codes(Stream<String> values) {
    return values.map(Code::span).collect(Collectors.joining(", "));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
