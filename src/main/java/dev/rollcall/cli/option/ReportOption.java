package dev.rollcall.cli.option;

import dev.rollcall.cli.output.ReportOutputs;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

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

  /** Every report that was given, in this order; may be changed. */
  public List<ReportOutputs.Sink> outputs() {
    return outputs;
  }
}
