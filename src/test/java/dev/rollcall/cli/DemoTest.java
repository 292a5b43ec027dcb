package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.demo.DemoFaults;
import dev.rollcall.demo.DemoSite;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration shows what it planted, and nothing else; and nothing of it leaves this host.
 */
class DemoTest {
  @TempDir private static Path folder;
  private static Said said = new Said(-1, "", "");
  private static Run run;

  @BeforeAll
  static void demonstrate() throws Exception {
    Path json = folder.resolve("run.json");
    said = Said.to("demo", "--report", "json=" + json);
    run = RunDocument.read(json);
  }

  @Test
  void exactlyThePlantedFaultsAreFound() {
    Map<String, String> found = new TreeMap<>();
    for (RuleResult result : run.results()) {
      Status status = result.verdict().status();
      if (status != Status.PASS && status != Status.SKIPPED) {
        String cause = result.verdict().cause().map(Fault::cause).orElse("");
        found.put(result.rule().id(), status + " " + cause);
      }
    }
    assertEquals(
        Map.of(
            "sql.tds", "FAIL CONNECT DROPPED",
            "registration", "FAIL TLS WRONG_NAME",
            "icons.cdn", "FAIL TLS EXPIRED",
            "repo.centos-mirrorlist", "WARN RESOLVE NAME_NOT_FOUND"),
        found);
  }

  /** The delay that is planted is a lower bound, however busy the machine is. */
  @Test
  void theSlowOnePassesAndShowsItsLatency() {
    RuleResult slow =
        run.results().stream()
            .filter(result -> result.rule().id().equals(DemoFaults.SLOW.rule()))
            .findFirst()
            .orElseThrow();
    assertEquals(Status.PASS, slow.verdict().status());
    assertTrue(slow.wall().compareTo(DemoSite.SLOW) > 0, () -> slow.wall().toString());
  }

  @Test
  void theWholeTableIsProbed() {
    List<String> skipped =
        run.results().stream()
            .filter(result -> result.verdict().status() == Status.SKIPPED)
            .map(result -> result.rule().id())
            .toList();
    assertEquals(List.of("inbound.peer-installers", "lb.health-interval", "time.servers"), skipped);
    assertEquals(38, run.results().size());
  }

  @Test
  void nothingLeavesThisHost() {
    List<Evidence.Probed> probed =
        run.results().stream()
            .map(RuleResult::evidence)
            .filter(Evidence.Probed.class::isInstance)
            .map(Evidence.Probed.class::cast)
            .toList();
    List<Finding> findings = probed.stream().flatMap(each -> each.findings().stream()).toList();
    assertTrue(findings.size() > 35, () -> findings.size() + " findings");
    assertTrue(
        findings.stream()
            .flatMap(DemoTest::withFollowUps)
            .allMatch(finding -> finding.route().dialled().address().isLoopbackAddress()));
    assertTrue(
        probed.stream()
            .flatMap(each -> each.names().stream())
            .flatMap(name -> name.servers().stream())
            .allMatch(answer -> answer.server().startsWith("127.")));
  }

  private static Stream<Finding> withFollowUps(Finding finding) {
    return Stream.concat(
        Stream.of(finding),
        finding.followUps().stream()
            .flatMap(linked -> linked.finding().stream())
            .flatMap(DemoTest::withFollowUps));
  }

  @Test
  void forAMonitoringSystemItEndsAsACheckDoes() {
    Said monitored = Said.to("demo", "--report", "nagios=-");
    assertEquals(2, monitored.exit(), monitored::toString);
    assertTrue(monitored.out().startsWith("ROLLCALL CRITICAL - "), monitored::out);
    assertEquals("", monitored.err());
  }

  @Test
  void itSaysWhatItPlantedAndWhereToGoOn() {
    assertEquals(0, said.exit(), said::toString);
    assertEquals("", said.err());
    for (DemoFaults fault : DemoFaults.values()) {
      assertTrue(said.out().contains(fault.rule() + ": " + fault.what()), said::out);
    }
    assertTrue(said.out().contains("--report junit=rollcall.xml"), said::out);
    assertTrue(said.out().contains("NOT READY: 3 rules failed."), said::out);
    assertTrue(said.out().contains("rehearsal: stand-ins count as the servers"), said::out);
  }
}
