package dev.rollcall.campus.command;

import static java.util.Comparator.naturalOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.JUnitFile;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line does when something about the run itself is wrong. */
@Tag("campus")
class CommandLineIT {
  private static Campus campus;

  @BeforeAll
  static void up() {
    campus = Campus.up();
  }

  @Test
  void withoutASiteFileTheExternalDestinationsAreProbedAndTheRestIsInconclusive()
      throws IOException {
    Path json = campus.file("no-site.json");
    Campus.Said said = campus.process("appliance", "check", "--report", "json=" + json);
    Run run = Campus.read(json, said);
    assertEquals(
        Status.INCONCLUSIVE,
        run.results().stream()
            .filter(result -> result.rule().id().equals("sql.tds"))
            .findFirst()
            .orElseThrow()
            .verdict()
            .status());
    assertEquals("PASS", RuleOutcomes.of(run).get("time.0"));
    // Without a site file the campus' own "public" authority is not trusted.
    assertEquals("FAIL TLS INTERCEPTED PROXY", RuleOutcomes.of(run).get("libraries.google"));
    assertEquals(1, said.exit());
    assertTrue(said.out().contains("sql.host"), said.out());
    Files.delete(json);
  }

  /** The domain controllers come from the domain, the ports from the catalogue. */
  @Test
  void aSiteFileThatInitMakesIsReady() throws IOException {
    Path site = campus.file("init.yaml");
    List<String> arguments = new ArrayList<>(List.of("init", site.toString(), "--yes"));
    for (String answer :
        List.of(
            "servers=appsanywhere01.uni.edu, appsanywhere02.uni.edu",
            "self=appsanywhere01.uni.edu",
            "service.url=https://appsanywhere.uni.edu",
            "service.health.path=/health",
            "service.health.status=200",
            "service.health.body=OK",
            "sql.host=mssql.uni.edu",
            "directory.domain=uni.edu",
            "files.unc=\\\\myfileshare.uni.edu\\packages",
            "time.servers=",
            "trust.internal=trust/campus-ca.pem",
            "trust.public=trust/public-ca.pem",
            "proxy.url=")) {
      arguments.addAll(List.of("--set", answer));
    }
    Campus.Said made = campus.process("appliance", arguments.toArray(String[]::new));
    assertEquals(0, made.exit(), made.toString());
    assertTrue(made.out().contains(".uni.edu, from the domain's SRV records"), made.out());
    Campus.Said said = campus.process("appliance", "check", "--site", site.toString());
    Files.delete(site);
    assertEquals(0, said.exit(), said.toString());
  }

  @Test
  void aMissingSectionOfTheSiteFileIsAnErrorThatNamesTheKeyAndTheWayOut() throws IOException {
    Path site = campus.site("no-sql.yaml", sound -> sound.replaceAll("(?m)^sql:.*$", ""));
    Campus.Said said = campus.process("appliance", "check", "--site", site.toString());
    Files.delete(site);
    assertEquals(2, said.exit(), said.toString());
    assertTrue(said.err().contains("sql.host"), said.err());
    assertTrue(said.err().contains("skip"), said.err());
    assertEquals("", said.out());
  }

  @Test
  void anUnwritableReportExits74AndLosesNothingElse() throws IOException {
    Path json = campus.file("written.json");
    Campus.Said said =
        campus.process(
            "appliance",
            "check",
            "--site",
            campus.file("site.yaml").toString(),
            "--only",
            "time.*",
            "--report",
            "junit=/dev/full",
            "--report",
            "json=" + json);
    assertEquals(74, said.exit(), said.toString());
    assertTrue(said.err().contains("/dev/full"), said.err());
    assertTrue(said.out().contains("time.0"), said.out());
    assertEquals(5, Campus.read(json, said).results().size());
    Files.delete(json);
  }

  @Test
  void onlyThatMatchesNothingExits2() {
    Campus.Said said = campus.process("appliance", "check", "--only", "nothing.*");
    assertEquals(2, said.exit());
    assertTrue(said.err().contains("nothing.*"), said.err());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsTheRunAndTheReportsAreWhole(String signal, int exit) throws Exception {
    campus.fault("drop:MSSQL.uni.edu:1433/tcp");
    Path json = campus.file("interrupted.json");
    Path junit = campus.file("interrupted.xml");
    Process process =
        campus.start(
            "appliance",
            List.of(),
            Map.of(),
            "check",
            "--site=" + campus.file("site.yaml"),
            "--timeout=120s",
            "--report=json=" + json,
            "--report=junit=" + junit);
    awaitOnlyTheDroppedConnectionLeft(process);
    // Every command on the way there has become the next one: this is the JVM itself.
    String pid = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
    Campus.Said said = campus.finish(process);
    Campus.up();
    assertEquals(exit, said.exit(), said.toString());
    Run run = Campus.read(json, said);
    assertTrue(run.interrupted());
    Map<String, String> standing = RuleOutcomes.of(run);
    assertEquals("INCONCLUSIVE", standing.remove("sql.tds"));
    assertEquals("WARN VENDOR", standing.remove("icons.api"));
    assertEquals(Set.of("PASS", "SKIPPED"), Set.copyOf(standing.values()));
    JUnitFile.assertMatches(run, junit);
    Files.delete(json);
    Files.delete(junit);
  }

  /** Until, a second long, all sockets of the process wait for answers to their SYNs. */
  private static void awaitOnlyTheDroppedConnectionLeft(Process process) throws Exception {
    for (int looks = 0, alone = 0; alone < 10; looks++) {
      assertTrue(looks < 600 && process.isAlive(), "the run did not come to wait for one rule");
      TimeUnit.MILLISECONDS.sleep(100);
      List<String> sockets =
          campus
              .exec("appliance", Map.of(), "ss", "-Htunap")
              .out()
              .lines()
              .filter(line -> line.contains("pid=" + process.pid() + ","))
              .toList();
      boolean only =
          !sockets.isEmpty()
              && sockets.stream().allMatch(line -> line.contains("SYN-SENT"))
              && sockets.stream().allMatch(line -> line.matches(".*198\\.18\\.2\\.41]?:1433.*"));
      alone = only ? alone + 1 : 0;
    }
  }

  @Test
  void fiveDroppedDestinationsCostOneTimeout() {
    campus.fault(
        "drop:MSSQL.uni.edu:1433/tcp",
        "drop:parallels.uni.edu:443/tcp",
        "drop:api.software2.com:443/tcp",
        "drop:github.com:443/tcp",
        "drop:rpms.remirepo.net:443/tcp");
    Campus.Checked checked = campus.checkInOwnProcess();
    Campus.up();
    assertEquals(
        5,
        checked.run().results().stream()
            .filter(result -> result.verdict().status() == Status.FAIL)
            .count());
    List<Attempt> dropped =
        checked.run().results().stream()
            .filter(result -> result.verdict().status() == Status.FAIL)
            .map(result -> (Evidence.Probed) result.evidence())
            .flatMap(probed -> probed.findings().stream())
            .flatMap(finding -> finding.attempts().stream())
            .filter(attempt -> attempt.outcome() instanceof Outcome.Failed)
            .toList();
    // None was tried twice, and none began after another had ended.
    assertEquals(5, dropped.size(), dropped::toString);
    Instant last = dropped.stream().map(Attempt::startedAt).max(naturalOrder()).orElseThrow();
    for (Attempt attempt : dropped) {
      assertTrue(last.isBefore(attempt.startedAt().plus(attempt.took())), dropped::toString);
    }
    assertFalse(checked.run().interrupted());
  }

  /** Runs below, where the C library, and not Java, words the error. */
  private static final String SPEAKS =
      """
      public class Speaks {
        public static void main(String[] arguments) {
          try {
            new java.net.Socket("127.0.0.1", 1).close();
          } catch (java.io.IOException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  @Test
  void theClassifierSaysTheSameUnderAGermanLocale() throws IOException {
    Map<String, String> german =
        Map.of(
            "LOCPATH", campus.file("locale").toString(),
            "LC_ALL", "de_DE.UTF-8",
            "LANGUAGE", "de");
    Path source = campus.file("Speaks.java");
    Files.writeString(source, SPEAKS);
    // Were this English, the rest of the test would prove nothing.
    assertEquals(
        "Verbindungsaufbau abgelehnt",
        campus.exec("appliance", german, Campus.JAVA, source.toString()).out().strip());
    Files.delete(source);

    campus.fault(
        "reject-net-unreachable:parallels.uni.edu:443/tcp",
        "reject-admin-prohibited:MSSQL.uni.edu:1433/tcp",
        "reject-reset:myfileshare.uni.edu:445/tcp",
        "drop:github.com:443/tcp",
        "reset-after-hello:api.software2.com:443/tcp",
        "reject-port-unreachable:dc1.uni.edu:88/udp",
        "reject-net-prohibited:MSSQL.uni.edu:1434/udp",
        "reject-host-prohibited:0.centos.pool.ntp.org:123/udp");
    Map<String, String> english = RuleOutcomes.of(campus.check().run());
    Path json = campus.file("german.json");
    Campus.Said said =
        campus.process(
            "appliance",
            List.of(),
            german,
            "check",
            "--site",
            campus.file("site.yaml").toString(),
            "--report",
            "json=" + json);
    Campus.up();
    assertEquals(english, RuleOutcomes.of(Campus.read(json, said)));
    assertEquals("FAIL CONNECT NO_ROUTE FIREWALL", english.get("parallels"));
    assertEquals("FAIL CONNECT REJECTED FIREWALL", english.get("sql.tds"));
    assertEquals("FAIL CONNECT REFUSED SERVER", english.get("files.smb"));
    assertEquals("FAIL CONNECT DROPPED FIREWALL", english.get("libraries.github"));
    assertEquals("FAIL EXCHANGE REJECTED FIREWALL", english.get("time.0"));
    Files.delete(json);
  }
}
