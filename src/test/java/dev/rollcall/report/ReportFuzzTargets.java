package dev.rollcall.report;

import dev.rollcall.document.DocumentForm;
import dev.rollcall.document.DocumentValues;
import dev.rollcall.document.Gzip;
import dev.rollcall.document.OtlpAnswer;
import dev.rollcall.document.RunDocument;
import dev.rollcall.document.RunJson;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.document.Stored;
import dev.rollcall.document.protobuf.ProtobufReader;
import dev.rollcall.fuzz.script.Reported;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.report.machine.JUnitReport;
import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.OtlpReport;
import dev.rollcall.report.machine.PrometheusReport;
import dev.rollcall.report.notice.MailNotice;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.report.notice.WebhookForm;
import dev.rollcall.report.text.ConsoleReport;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.MatrixReport;
import dev.rollcall.run.Protocols;
import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import dev.rollcall.verdict.witness.Witnesses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/** What is read of stored documents, and every report of what may stand in them. */
public final class ReportFuzzTargets {
  private static final Witnesses WITNESSES =
      new Witnesses(
          Map.of("lb.health-interval", new Witness.HealthChecks(Duration.ofSeconds(30))),
          Protocols.ALL);

  private static final String[] TOKENS = {
    "\"took\": 9223372036854775807",
    "-9223372036854775808",
    "-999999999999",
    "999999999999.999999999",
    "0.000000001",
    "\"+1000000000-12-31T23:59:59.999999999Z\"",
    "\"-1000000000-01-01T00:00:00Z\"",
    "\"type\": \"clock\",",
    "\"type\": \"tls\",",
    "\"chain\": []",
    "\"findings\": []",
    "\"attempts\": []",
    "\"PASS\"",
    "\"FAIL\"",
    "\"SKIPPED\"",
    "\"all\"",
    "2147483647",
    "\"::ffff:1.2.3.4\"",
    "null",
    "[],",
    "{},"
  };

  private ReportFuzzTargets() {}

  public static List<FuzzTarget> all() {
    byte[] run = RunDocument.write(SampleRun.everything());
    byte[] log = StandInDocument.write(log());
    return List.of(
        FuzzTarget.of("report.run-document", ReportFuzzTargets::run)
            .seed(RunDocument.write(SampleRun.ready()), small())
            .tokens(TOKENS)
            .upTo(64 << 10)
            .inputs(1500)
            .mayAllocate(64L << 20)
            .covers(
                RunDocument.class,
                RunJson.class,
                DocumentForm.class,
                DocumentValues.class,
                Times.class)
            .covers(LiteralAddress.class, Port.class),
        FuzzTarget.of("report.whole-run", ReportFuzzTargets::run)
            .seed(run)
            .tokens(TOKENS)
            .upTo(256 << 10)
            .inputs(100)
            .mayAllocate(128L << 20)
            .covers(RunDocument.class),
        FuzzTarget.of("report.packed", ReportFuzzTargets::unpacked)
            .seed(packed(run), packed(log))
            .upTo(64 << 10)
            .inputs(600)
            .mayAllocate(128L << 20)
            .covers(Gzip.class),
        FuzzTarget.of("report.stand-in-log", ReportFuzzTargets::log)
            .seed(log, StandInDocument.write(SampleLog.sample()))
            .tokens(TOKENS)
            .tokens("\"since\": ", "\"http.request\"", "\"health\": null")
            .upTo(32 << 10)
            .inputs(2500)
            .mayAllocate(64L << 20)
            .covers(StandInDocument.class),
        FuzzTarget.of("report.otlp-answer", input -> OtlpAnswer.read(input, "application/json"))
            .seed(
                "{\"partialSuccess\": {\"rejectedDataPoints\": \"3\", \"errorMessage\": \"too"
                    + " old\"}}",
                "{\"code\": 3, \"message\": \"no\", \"details\": [{}]}",
                "<html>")
            .tokens("\"rejectedLogRecords\": ", "9223372036854775807", "1e999999999", "-1", "null")
            .upTo(64 << 10)
            .inputs(1000)
            .covers(OtlpAnswer.class),
        FuzzTarget.of(
                "report.otlp-binary-answer",
                input -> OtlpAnswer.read(input, "application/x-protobuf"))
            .seed(
                "\n\u000b\b\u0003\u0012\u0007too old",
                "\b\u0003\u0012\u0002no\u001a\u0000",
                "<html>")
            .tokens("\u00ff\u00ff\u00ff\u00ff\u00ff", "\u0007", "\u0011", "\u0015")
            .inputs(2000)
            .covers(ProtobufReader.class),
        FuzzTarget.of("report.text", ReportFuzzTargets::text)
            .seed("calm", "]]><x>&#27;\u202e", "a\ud83d\ude00b\u2028", "x".repeat(3000))
            .tokens("]]>", "&", "<", "\"", "\\", "|", "'", "\u0000", "\ufffe", "\u2029", "`", "$(")
            .upTo(2048)
            .inputs(150)
            // A failing rule for each owner, in every report, three change requests and two pages:
            // 0.6 GiB for 2 KiB of signs that are all escaped, and in proportion to them.
            .mayAllocate(768L << 20)
            .covers(JUnitReport.class, ConsoleReport.class, PrometheusReport.class)
            .covers(NagiosReport.class, Printable.class));
  }

  private static Run read(byte[] input) throws IOException {
    return RunDocument.read(new ByteArrayInputStream(input), "input");
  }

  private static Object run(byte[] input) throws IOException {
    Run run = read(input);
    Reported.of(run);
    reports(List.of(run, run));
    return run.status() + " " + run.results().size();
  }

  private static Object unpacked(byte[] input) throws IOException {
    Stored stored =
        DocumentForm.read(
            new ByteArrayInputStream(input), "input", DocumentForm.RUN, DocumentForm.STAND_IN);
    return stored.getClass().getSimpleName();
  }

  /** A log by itself, and filled into a run of its server. */
  private static Object log(byte[] input) throws IOException {
    StandInLog log = StandInDocument.read(new ByteArrayInputStream(input), "input");
    StandInDocument.write(log);
    List<Run> runs = WITNESSES.merge(List.of(witnessed()), List.of(log));
    Witnesses.strangers(runs, List.of(log));
    reports(runs);
    return runs.get(0).results().get(0).verdict().summary();
  }

  private static void reports(List<Run> runs) {
    for (Format format : Format.values()) {
      format.several(runs, true);
    }
    for (Run run : runs) {
      OtlpReport.metrics(run).forEach(OtlpReport.Part::body);
      OtlpReport.logs(run).forEach(OtlpReport.Part::body);
      Notice notice = new Notice(run, Optional.empty());
      for (WebhookForm form : WebhookForm.values()) {
        form.render(notice);
      }
      MailNotice.subject(notice);
      MailNotice.text(notice);
    }
    MatrixReport matrix = new MatrixReport(ConsoleStyle.PLAIN);
    matrix.render(runs, false);
  }

  private static Object text(byte[] input) throws IOException {
    Run run = HostileRun.of(new String(input, StandardCharsets.UTF_8));
    Reported.of(run);
    wellFormed(JUnitReport.render(run));
    reports(List.of(run, SampleRun.ready()));
    String console = new ConsoleReport(ConsoleStyle.PLAIN).render(run);
    boolean acts =
        console.codePoints().anyMatch(point -> point != '\n' && Character.isISOControl(point));
    if (acts) {
      throw new AssertionError("a control character in the console's report");
    }
    return console.length() / 1000;
  }

  private static void wellFormed(byte[] xml) throws IOException {
    try {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml));
    } catch (SAXException | ParserConfigurationException e) {
      throw new AssertionError("the JUnit report is not XML", e);
    }
  }

  private static Run witnessed() {
    return SampleRun.run(List.of(SampleRun.interval()), false);
  }

  /** A run of one rule of each of the telling kinds. */
  private static byte[] small() {
    return RunDocument.write(
        SampleRun.run(List.of(SampleRun.ntp(), SampleRun.tds(), SampleRun.interval()), false));
  }

  /** A balancer that checks at an interval, and a client between. */
  private static StandInLog log() {
    StandInLog sample = SampleLog.sample();
    List<StandInLog.Visit> visits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      StandInLog.Visit first = sample.visits().get(0);
      visits.add(
          new StandInLog.Visit(
              Duration.ofSeconds(30L * i + i % 2),
              first.port(),
              first.protocol(),
              i == 4 ? "198.18.9.9" : first.source(),
              first.target(),
              i == 3 ? List.of() : List.of(new Observation.Fact("http.request", "GET /health x")),
              first.ended()));
    }
    return new StandInLog(
        sample.version(),
        sample.host(),
        sample.startedAt(),
        sample.took(),
        sample.ports(),
        visits,
        0);
  }

  private static byte[] packed(byte[] document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
