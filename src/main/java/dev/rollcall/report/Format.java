package dev.rollcall.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.report.machine.JUnitReport;
import dev.rollcall.report.machine.JsonLinesReport;
import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.PrometheusReport;
import dev.rollcall.report.markdown.GithubSummary;
import dev.rollcall.report.page.HtmlReport;
import dev.rollcall.report.request.form.RequestForm;
import dev.rollcall.report.text.ConsoleReport;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.MatrixReport;
import dev.rollcall.report.text.Report;
import dev.rollcall.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report formats of {@code --report FORMAT=FILE}. */
public enum Format {
  JSON("json"),
  JSON_LINES("jsonl"),
  JUNIT("junit"),
  CONSOLE("console"),
  PROMETHEUS("prometheus"),
  HTML("html"),
  NAGIOS("nagios"),
  CHANGE_REQUEST("change-request"),
  GITHUB_SUMMARY("github-summary");

  private final String word;

  Format(String word) {
    this.word = word;
  }

  /** The name on the command line. */
  public String word() {
    return word;
  }

  /** The renderer, for a change request as Markdown. */
  public Report report() {
    return switch (this) {
      case JSON -> RunDocument::write;
      case JSON_LINES -> JsonLinesReport::render;
      case JUNIT -> JUnitReport::render;
      case CONSOLE -> run -> new ConsoleReport(ConsoleStyle.PLAIN).render(run).getBytes(UTF_8);
      case PROMETHEUS -> PrometheusReport::render;
      case NAGIOS -> NagiosReport::render;
      case CHANGE_REQUEST -> run -> RequestForm.MARKDOWN.render(List.of(run), false);
      case HTML -> HtmlReport::render;
      case GITHUB_SUMMARY -> GithubSummary::render;
    };
  }

  /**
   * Renders several runs into one report: a matrix, a suite for each, one page, a summary, or a
   * change request as Markdown.
   *
   * @param all whether rules that pass everywhere are shown in full as well
   * @return empty where the format holds one run only
   */
  public Optional<byte[]> several(List<Run> runs, boolean all) {
    return switch (this) {
      case JUNIT -> Optional.of(JUnitReport.render(runs));
      case CONSOLE ->
          Optional.of(new MatrixReport(ConsoleStyle.PLAIN).render(runs, all).getBytes(UTF_8));
      case CHANGE_REQUEST -> Optional.of(RequestForm.MARKDOWN.render(runs, all));
      case HTML -> Optional.of(HtmlReport.render(runs));
      case GITHUB_SUMMARY -> Optional.of(GithubSummary.render(runs));
      case JSON, JSON_LINES, PROMETHEUS, NAGIOS -> Optional.empty();
    };
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException with a sentence for the user, if there is none
   */
  public static Format named(String word) {
    for (Format format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "'" + Printable.line(word, 40) + "' is not a report format: use one of " + available());
  }

  private static String available() {
    return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
  }
}
