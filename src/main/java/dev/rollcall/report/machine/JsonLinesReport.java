package dev.rollcall.report.machine;

import dev.rollcall.document.JsonFields;
import dev.rollcall.document.NestedJson;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.io.ByteArrayOutputStream;
import java.util.stream.Collectors;

/**
 * JSON lines for log shippers: one flat object for the run ({@code "type": "run"}), then one for
 * each rule ({@code "type": "rule"}), in the catalogue's order. Every line has the run's time,
 * host, catalogue and vantage, so that it can be read alone. Times are UTC (RFC 3339), durations
 * are seconds. A key whose value is not known is absent. Keys may be added, and are never renamed.
 */
public final class JsonLinesReport {
  /** The most characters of a text: shippers and stores cut long lines. */
  private static final int TEXT = 2000;

  private JsonLinesReport() {}

  public static byte[] render(Run run) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NestedJson.line(line -> addWhole(run, line), out);
    for (RuleResult result : run.results()) {
      NestedJson.line(
          line -> {
            addHead("rule", run, line);
            addRule(result, line);
          },
          out);
    }
    return out.toByteArray();
  }

  private static void addWhole(Run run, JsonFields line) {
    addHead("run", run, line);
    line.add("version", text(run.origin().version()))
        .add("status", run.status().name())
        .add("duration_seconds", Times.seconds(run.took()))
        .add("interrupted", run.interrupted())
        .add("rehearsal", run.isRehearsal())
        .add("rules", run.results().size())
        .add(
            "remarks",
            text(run.remarks().stream().map(Run.Remark::text).collect(Collectors.joining("; "))));
    for (Status status : Status.values()) {
      line.add(status.word(), run.count(status));
    }
  }

  private static void addHead(String type, Run run, JsonFields line) {
    line.add("type", type)
        .add("time", run.startedAt().toString())
        .add("host", text(run.origin().host()));
    addRun(run, line);
  }

  /** What every record has to say of its run. */
  static void addRun(Run run, JsonFields record) {
    record
        .add("catalogue", text(run.origin().catalogue()))
        .add("vantage", run.origin().vantage().word())
        .add("site", text(run.origin().site().orElse("")));
  }

  /** A rule's own fields. */
  static void addRule(RuleResult result, JsonFields record) {
    Verdict verdict = result.verdict();
    record
        .add("rule", text(result.rule().id()))
        .add("group", text(result.rule().group()))
        .add("destination", text(result.rule().destination()))
        .add("port", result.rule().port().toString())
        .add("protocol", text(result.rule().protocol()))
        .add("severity", result.rule().judging().severity().word())
        .add("status", verdict.status().name())
        .add("phase", verdict.cause().map(fault -> fault.phase().name()).orElse(""))
        .add("kind", verdict.cause().map(fault -> fault.kind().name()).orElse(""))
        .add("owner", verdict.who().orElse(""))
        .add("summary", text(verdict.summary()))
        .add("evidence", text(verdict.cause().map(Fault::evidence).orElse("")))
        .add("advice", text(verdict.advice()))
        .add("remarks", text(String.join("; ", verdict.remarks())))
        .add("duration_seconds", Times.seconds(result.wall()));
    if (verdict.status().works() && result.evidence() instanceof Evidence.Probed probed) {
      Latency.median(probed.findings())
          .ifPresent(median -> record.add("latency_seconds", Times.seconds(median)));
    }
  }

  static String text(String value) {
    return Printable.line(value, TEXT);
  }
}
