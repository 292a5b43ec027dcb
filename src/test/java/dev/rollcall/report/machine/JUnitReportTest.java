package dev.rollcall.report.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleLogins;
import dev.rollcall.report.SampleRun;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class JUnitReportTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    return JUnitReport.render(run);
  }

  private static Element parse(Run run) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(JUnitReport.render(run)))
        .getDocumentElement();
  }

  private static List<ReportTestSuite> asMavenReads(Run run) throws Exception {
    return new TestSuiteXmlParser(new NullConsoleLogger())
        .parse(
            new InputStreamReader(
                new ByteArrayInputStream(JUnitReport.render(run)), StandardCharsets.UTF_8));
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches("junit.xml", JUnitReport.render(SampleRun.everything()));
  }

  @Test
  void mavensOwnReaderTakesIt() throws Exception {
    Run run = SampleRun.everything();
    // It makes one suite of each class name: of each group, as dashboards do.
    List<ReportTestSuite> suites = asMavenReads(run);
    assertEquals(3, suites.size());
    assertEquals(count(run, Status.FAIL), sum(suites, ReportTestSuite::getNumberOfFailures));
    assertEquals(count(run, Status.INCONCLUSIVE), sum(suites, ReportTestSuite::getNumberOfErrors));
    assertEquals(count(run, Status.SKIPPED), sum(suites, ReportTestSuite::getNumberOfSkipped));
    List<ReportTestCase> cases =
        suites.stream().flatMap(suite -> suite.getTestCases().stream()).toList();
    assertEquals(run.results().size(), cases.size());
    for (int i = 0; i < run.results().size(); i++) {
      ReportTestCase read = cases.get(i);
      var result = run.results().get(i);
      Status status = result.verdict().status();
      assertTrue(read.getName().startsWith(result.rule().id() + " "), read.getName());
      assertEquals(status == Status.FAIL, read.hasFailure(), read.getName());
      assertEquals(status == Status.INCONCLUSIVE, read.hasError(), read.getName());
      assertEquals(status == Status.SKIPPED, read.hasSkipped(), read.getName());
      if (status == Status.FAIL) {
        String detail = read.getFailureDetail();
        assertTrue(detail.contains("\nowner: "), detail);
        assertTrue(detail.contains("\nadvice: "), detail);
        String cause = result.verdict().cause().map(f -> f.cause()).orElse("none");
        assertTrue(detail.contains("\ncause: " + cause + "\n"), detail);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextLeavesTheStructureAlone(String hostile) throws Exception {
    Run run = HostileRun.of(hostile);
    Element root = parse(run);
    checkSubset(root);
    assertEquals(run.results().size(), root.getElementsByTagName("testcase").getLength());
    assertEquals(run.count(Status.FAIL), root.getElementsByTagName("failure").getLength());
    assertEquals(0, root.getElementsByTagName("script").getLength());
    assertEquals(run.results().size(), asMavenReads(run).get(0).getTestCases().size());
  }

  @Test
  void keepsToTheSafeSubset() throws Exception {
    checkSubset(parse(SampleRun.everything()));
    checkSubset(parse(SampleRun.empty()));
    Run twice = SampleRun.run(List.of(SampleRun.tds(), SampleRun.tds(), SampleRun.tds()), false);
    checkSubset(parse(twice));
  }

  /** The elements, attributes and values that every known reader takes. */
  private static void checkSubset(Element root) {
    assertEquals("testsuites", root.getTagName());
    attributes(root, "name", "tests", "failures", "errors", "time");
    Set<String> names = new HashSet<>();
    walk(root, names);
  }

  private static void walk(Element element, Set<String> names) {
    switch (element.getTagName()) {
      case "testsuites" -> {}
      case "testsuite" -> {
        attributes(
            element,
            "name",
            "tests",
            "failures",
            "errors",
            "skipped",
            "time",
            "timestamp",
            "hostname");
        String stamp = element.getAttribute("timestamp");
        assertTrue(stamp.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"), stamp);
      }
      case "testcase" -> {
        attributes(element, "name", "classname", "time");
        assertTrue(names.add(element.getAttribute("name")), element.getAttribute("name"));
        assertFalse(element.getAttribute("classname").contains("."));
        assertFalse(element.getAttribute("classname").isBlank());
      }
      case "properties" ->
          assertEquals("testsuite", ((Element) element.getParentNode()).getTagName());
      case "property" -> attributes(element, "name", "value");
      case "failure", "error" -> attributes(element, "message", "type");
      case "skipped" -> attributes(element, "message");
      case "system-out" -> attributes(element);
      default -> throw new AssertionError(element.getTagName() + " is not in the subset");
    }
    if (element.hasAttribute("time")) {
      assertTrue(
          element.getAttribute("time").matches("\\d+\\.\\d{3}"), element.getAttribute("time"));
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeType() == Node.ELEMENT_NODE) {
        walk((Element) children.item(i), names);
      }
    }
  }

  private static void attributes(Element element, String... allowed) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      names.add(element.getAttributes().item(i).getNodeName());
    }
    assertEquals(Set.of(allowed), names, element.getTagName());
  }

  @Test
  void warningsPassAndSaySo() throws Exception {
    Element root = parse(SampleRun.everything());
    NodeList cases = root.getElementsByTagName("testcase");
    int warned = 0;
    for (int i = 0; i < cases.getLength(); i++) {
      Element testcase = (Element) cases.item(i);
      if (testcase.getTextContent().strip().startsWith("WARN: ")) {
        warned++;
        assertEquals(1, testcase.getElementsByTagName("system-out").getLength());
        assertEquals(0, testcase.getElementsByTagName("failure").getLength());
      }
    }
    assertEquals(count(SampleRun.everything(), Status.WARN), warned);
  }

  /** Where the rule has credentials, whatever its status. */
  @Test
  void saysThePathAndTheRight() throws Exception {
    Run run = SampleRun.run(SampleLogins.all(), false);
    NodeList cases = parse(run).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element testcase = (Element) cases.item(i);
      var sides = run.results().get(i).verdict().sides().orElseThrow();
      String text = testcase.getTextContent();
      assertTrue(text.contains("\npath: " + Printable.line(sides.path()) + "\n"), text);
      assertTrue(text.contains("\nright: " + Printable.line(sides.right()) + "\n"), text);
    }
  }

  @Test
  void timesAreNeverInExponents() {
    assertEquals("0.000", Times.millis(Duration.ofNanos(1)));
    assertEquals("0.001", Times.millis(Duration.ofNanos(500_000)));
    assertEquals("100000.000", Times.millis(Duration.ofSeconds(100_000)));
    assertEquals("0.000", Times.millis(Duration.ofSeconds(-1)));
  }

  private static int sum(List<ReportTestSuite> suites, ToIntFunction<ReportTestSuite> number) {
    return suites.stream().mapToInt(number).sum();
  }

  private static int count(Run run, Status status) {
    return (int) run.results().stream().filter(r -> r.verdict().status() == status).count();
  }
}
