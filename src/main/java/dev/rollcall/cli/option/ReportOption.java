package dev.rollcall.cli.option;

import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.report.Format;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --report} of the commands that make or read runs. */
public final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      converter = ReportOutputs.Converter.class,
      description =
          "Write a report: html (one page for a browser, no network needed), json, jsonl (a line"
              + " for each rule), junit, prometheus, nagios, console, github-summary (Markdown"
              + " for a job of GitHub Actions) or change-request (FILE.md, FILE.csv or FILE.txt,"
              + " for the firewall team); - is standard output (may be"
              + " repeated). With nagios=- the exit code is Nagios's own: 0 OK, 1 WARNING, 2"
              + " CRITICAL, 3 UNKNOWN (also for every error).")
  private List<ReportOutputs.Sink> outputs = new ArrayList<>();

  /**
   * As {@link #list(boolean)}.
   *
   * @throws ParameterException if every rule is to be listed, and there is no change request
   */
  public void list(boolean all, CommandSpec spec) {
    if (all && !requestsChange()) {
      throw new ParameterException(
          spec.commandLine(),
          "--all needs --report change-request=FILE, which then has every rule");
    }
    list(all);
  }

  /** Makes change requests list every rule, or only those that fail. */
  public void list(boolean all) {
    outputs.replaceAll(sink -> sink.listing(all));
  }

  /** Whether one of them is a change request. */
  public boolean requestsChange() {
    return outputs.stream().anyMatch(sink -> sink.format() == Format.CHANGE_REQUEST);
  }

  /** Every report that was given, in this order; may be changed. */
  public List<ReportOutputs.Sink> outputs() {
    return outputs;
  }
}
