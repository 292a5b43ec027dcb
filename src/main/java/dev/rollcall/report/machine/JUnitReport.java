package dev.rollcall.report.machine;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.report.text.Matrix;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;

/**
 * JUnit XML in the subset that every known reader takes: one suite a run, one test case a rule.
 *
 * <p>FAIL is a {@code failure}, INCONCLUSIVE an {@code error}, SKIPPED is {@code skipped}, WARN
 * passes and says so in {@code system-out}. Case names are unique, start with the rule's id and a
 * space, and contain no host: dashboards keep the history by name, even when hosts change. If the
 * rule has credentials, the lines {@code path: …} and {@code right: …} give the result without and
 * with them. Class names are the rule's group without dots, as Jenkins splits them there. The cause
 * is in both {@code message} and text, as readers show one or the other.
 */
public final class JUnitReport {
  private JUnitReport() {}

  public static byte[] render(Run run) {
    return render(List.of(run), List.of(name(run)));
  }

  /** One suite a run, each under a name of its own. */
  public static byte[] render(List<Run> runs) {
    return runs.size() == 1
        ? render(runs.get(0))
        : render(
            runs,
            Matrix.headings(runs).stream()
                .map(heading -> runs.get(0).origin().catalogue() + " from " + heading)
                .toList());
  }

  private static String name(Run run) {
    return run.origin().catalogue() + " from " + run.origin().vantage().word();
  }

  private static byte[] render(List<Run> runs, List<String> names) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // The XML writer writes single characters.
    try (Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      XmlLines xml = new XmlLines(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text));
      xml.open("testsuites", total(runs, names));
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < runs.size(); i++) {
        suite(runs.get(i), names.get(i), seen, xml);
      }
      xml.close();
      xml.end();
    } catch (XMLStreamException | IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param seen names of test cases, of the suites before as well
   */
  private static void suite(Run run, String name, Set<String> seen, XmlLines xml)
      throws XMLStreamException {
    Map<String, String> suite = counts(List.of(run), name);
    suite.put("skipped", count(List.of(run), Status.SKIPPED));
    suite.put("timestamp", Times.stamp(run.startedAt()));
    suite.put("hostname", run.origin().host());
    xml.open("testsuite", suite);
    properties(run, xml);
    for (RuleResult result : run.results()) {
      testcase(result, seen, xml);
    }
    xml.text("system-out", Map.of(), suiteOutput(run));
    xml.close();
  }

  private static Map<String, String> total(List<Run> runs, List<String> names) {
    return counts(runs, runs.size() == 1 ? names.get(0) : runs.get(0).origin().catalogue());
  }

  private static Map<String, String> counts(List<Run> runs, String name) {
    Map<String, String> counts = XmlLines.attributes();
    counts.put("name", name);
    counts.put("tests", Integer.toString(runs.stream().mapToInt(r -> r.results().size()).sum()));
    counts.put("failures", count(runs, Status.FAIL));
    counts.put("errors", count(runs, Status.INCONCLUSIVE));
    counts.put(
        "time", Times.millis(runs.stream().map(Run::took).reduce(Duration.ZERO, Duration::plus)));
    return counts;
  }

  private static String count(List<Run> runs, Status status) {
    return Long.toString(runs.stream().mapToLong(run -> run.count(status)).sum());
  }

  private static void properties(Run run, XmlLines xml) throws XMLStreamException {
    Map<String, String> properties = XmlLines.attributes();
    properties.put("rollcall.version", run.origin().version());
    properties.put("rollcall.catalogue", run.origin().catalogue());
    properties.put("rollcall.title", run.origin().title());
    properties.put("rollcall.vantage", run.origin().vantage().word());
    properties.put("rollcall.host", run.origin().host());
    run.origin().site().ifPresent(site -> properties.put("rollcall.site", site));
    properties.put("rollcall.platform", run.origin().platform());
    properties.put("rollcall.status", run.status().name());
    properties.put("rollcall.verdict", Summary.sentence(run));
    properties.put("rollcall.interrupted", Boolean.toString(run.interrupted()));
    xml.open("properties", Map.of());
    for (Map.Entry<String, String> property : properties.entrySet()) {
      Map<String, String> attributes = XmlLines.attributes();
      attributes.put("name", property.getKey());
      attributes.put("value", property.getValue());
      xml.empty("property", attributes);
    }
    xml.close();
  }

  private static void testcase(RuleResult result, Set<String> seen, XmlLines xml)
      throws XMLStreamException {
    Map<String, String> attributes = XmlLines.attributes();
    attributes.put("name", name(result, seen));
    String group = result.rule().group().replace('.', '_').strip();
    attributes.put("classname", group.isEmpty() ? "rules" : group);
    attributes.put("time", Times.millis(result.wall()));
    xml.open("testcase", attributes);
    Verdict verdict = result.verdict();
    Map<String, String> message = XmlLines.attributes();
    message.put("message", message(result));
    switch (verdict.status()) {
      case FAIL -> {
        message.put("type", EvidenceText.cause(result));
        xml.text("failure", message, details(result));
      }
      case INCONCLUSIVE -> {
        message.put("type", EvidenceText.cause(result));
        xml.text("error", message, details(result));
      }
      case SKIPPED -> xml.text("skipped", message, skipped(result));
      case WARN -> xml.text("system-out", Map.of(), details(result));
      case PASS -> xml.text("system-out", Map.of(), passed(result));
    }
    xml.close();
  }

  /** Rule ids are unique in a catalogue; readers silently drop a second case of the same name. */
  private static String name(RuleResult result, Set<String> seen) {
    String name = Printable.line(result.rule().id(), 300) + " " + result.rule().port();
    String unique = name;
    for (int copy = 2; !seen.add(unique); copy++) {
      unique = name + " #" + copy;
    }
    return unique;
  }

  private static String message(RuleResult result) {
    String summary = result.verdict().summary();
    return result
            .verdict()
            .cause()
            .map(Fault::cause)
            .filter(cause -> !summary.contains(cause))
            .map(cause -> cause + ": ")
            .orElse("")
        + summary;
  }

  private static List<String> details(RuleResult result) {
    Verdict verdict = result.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(verdict.status() + ": " + verdict.summary());
    lines.addAll(EvidenceText.sides(result));
    lines.add("cause: " + EvidenceText.cause(result));
    lines.add("owner: " + verdict.who().orElse(Owner.CHECKER));
    lines.add("advice: " + (verdict.advice().isEmpty() ? "none" : verdict.advice()));
    lines.addAll(facts(result));
    return lines;
  }

  private static List<String> passed(RuleResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("PASS: " + result.verdict().summary());
    lines.addAll(EvidenceText.sides(result));
    lines.addAll(facts(result));
    return lines;
  }

  /** A path may have been probed even if the rule was skipped. */
  private static List<String> skipped(RuleResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(result.verdict().summary());
    if (result.verdict().sides().isPresent()) {
      lines.addAll(EvidenceText.sides(result));
      lines.addAll(facts(result));
    }
    return lines;
  }

  private static List<String> facts(RuleResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("rule: " + result.rule().id() + ", " + EvidenceText.destination(result));
    if (!result.rule().usage().isEmpty()) {
      lines.add("usage: " + result.rule().usage());
    }
    boolean said = EvidenceText.endsWithCause(result.verdict().summary(), result);
    UnaryOperator<String> once = line -> said ? EvidenceText.withoutCause(line, result) : line;
    EvidenceText.evidence(result).forEach(line -> lines.add("evidence: " + once.apply(line)));
    result.verdict().remarks().forEach(remark -> lines.add("remark: " + once.apply(remark)));
    return lines;
  }

  private static List<String> suiteOutput(Run run) {
    List<String> lines = new ArrayList<>();
    lines.add("run: " + run.status());
    if (run.interrupted()) {
      lines.add("The run ended early: unfinished rules are inconclusive.");
    }
    for (Run.Remark remark : run.remarks()) {
      boolean grave = remark.status().compareTo(Status.PASS) > 0;
      lines.add((grave ? remark.status().name() : "note") + ": " + remark.text());
    }
    return lines;
  }
}
