package dev.rollcall.campus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.run.Protocols;
import dev.rollcall.verdict.witness.HealthChecks;
import dev.rollcall.verdict.witness.LogView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The stand-in alone on the appliance's address, nothing of the appliance behind it: the paths are
 * proven before the servers are there, and the real load balancer's checks are measured.
 */
@Tag("campus")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswerIT {
  /** Longer than all of these need, however busy the host is: they end it. */
  private static final Duration ANSWERING = Duration.ofMinutes(15);

  private static Campus campus;
  private static Path site;
  private static Path log;
  private static Process answer;

  /** Without the second server, which would answer beside the stand-in. */
  @BeforeAll
  static void standIn() throws Exception {
    campus = Campus.up();
    site =
        campus.site(
            "alone.yaml",
            sound -> sound.replaceAll("(?m)^servers:.*$", "servers: [appsanywhere01.uni.edu]"));
    campus.fault("no-appliance", "lb-one-server");
    log = campus.file("stand-in.json");
    answer =
        campus.start(
            "appliance",
            List.of(),
            Map.of(),
            "answer",
            "--site=" + site,
            "--for=" + ANSWERING.toSeconds() + "s",
            "--report=json=" + log);
    campus.awaitListening("appliance", answer, "-lt sport = :443");
  }

  @AfterAll
  static void clearFaults() {
    answer.destroy();
    Campus.up();
  }

  private static void assertStands(String vantage, String from, String rule) {
    RuleResult warned = rule(campus.check(vantage, site, List.of(), "--from=" + from), rule);
    assertEquals(Status.WARN, warned.verdict().status(), warned.toString());
    assertTrue(warned.verdict().summary().contains("the path is open"), warned.toString());
    RuleResult passed =
        rule(campus.check(vantage, site, List.of(), "--from=" + from, "--rehearsal"), rule);
    assertEquals(Status.PASS, passed.verdict().status(), passed.toString());
  }

  private static RuleResult rule(Campus.Checked checked, String id) {
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + ": " + checked.said()));
  }

  @Test
  @Order(1)
  void theJumpHostsPathIsOpen() {
    assertStands("jump", "jump-host", "inbound.ssh");
  }

  /** The other server's run is the one that proves inbound.peer-installers. */
  @Test
  @Order(1)
  void theOtherServersPathIsOpenAndItsRunFillsInThisOnes() throws IOException {
    Path others =
        campus.site(
            "other.yaml", sound -> sound.replace("self: appsanywhere01", "self: appsanywhere02"));
    Path theirs = campus.file("theirs.json");
    Campus.Checked checked =
        campus.check(
            "campus",
            others,
            List.of(),
            "--only=peer.installers",
            "--rehearsal",
            "--report=json=" + theirs);
    assertEquals(
        Status.PASS, rule(checked, "peer.installers").verdict().status(), checked.toString());
    Campus.Checked own = campus.check("appliance", site, List.of(), "--only=inbound.*");
    assertEquals(Status.SKIPPED, rule(own, "inbound.peer-installers").verdict().status());
    Campus.Said matrix =
        campus.rollcall(
            "appliance",
            "render",
            campus.file("run.json").toString(),
            theirs.toString(),
            "--report=junit=-");
    assertEquals(0, matrix.exit(), matrix.toString());
    assertTrue(matrix.out().contains("inbound.peer-installers"), matrix.out());
    assertFalse(matrix.out().contains("<skipped"), matrix.out());
    Files.delete(others);
    Files.delete(theirs);
  }

  @Test
  @Order(2)
  void whileItAnswersDropAndRejectAreDistinguished() {
    campus.fault("drop:appsanywhere01.uni.edu:22/tcp");
    RuleResult dropped =
        rule(campus.check("jump", site, List.of(), "--from=jump-host"), "inbound.ssh");
    assertEquals("CONNECT DROPPED", dropped.verdict().cause().orElseThrow().cause());
    campus.clear("drop:appsanywhere01.uni.edu:22/tcp");
    campus.fault("reject-admin-prohibited:appsanywhere01.uni.edu:22/tcp");
    RuleResult rejected =
        rule(campus.check("jump", site, List.of(), "--from=jump-host"), "inbound.ssh");
    assertEquals("CONNECT REJECTED", rejected.verdict().cause().orElseThrow().cause());
    campus.clear("reject-admin-prohibited:appsanywhere01.uni.edu:22/tcp");
  }

  /** The balancer ends TLS with its own certificate; behind it, the stand-in answers. */
  @Test
  @Order(3)
  void throughTheBalancerTheClientsPathIsOpen() {
    for (String rule : List.of("inbound.portal", "lb.service", "lb.health")) {
      assertStands("client", "client", rule);
    }
  }

  /** The stand-in names its server, as the site's evidence asks for. */
  @Test
  @Order(3)
  void persistenceIsRehearsed() {
    Path both = campus.file("site.yaml");
    RuleResult kept =
        rule(
            campus.check(
                "client", both, List.of(), "--from=client", "--only=lb.persistence", "--rehearsal"),
            "lb.persistence");
    assertEquals(Status.PASS, kept.verdict().status(), kept.toString());
    assertTrue(
        kept.verdict().summary().contains("server appsanywhere01.uni.edu, connections 8"),
        kept.toString());
    assertTrue(
        kept.verdict().remarks().stream().anyMatch(line -> line.contains("a stand-in answered")),
        kept.toString());
  }

  @Test
  @Order(4)
  void theBalancersOwnHealthChecksAreMeasured() throws Exception {
    Run run = campus.check("appliance", site, List.of(), "--only=lb.*").run();
    for (int looks = 0; looks < 600 && answer.isAlive() && !isMeasured(); looks++) {
      TimeUnit.MILLISECONDS.sleep(500);
    }
    answer.destroy();
    Campus.Said said = campus.finish(answer);
    assertEquals(143, said.exit(), said.toString());
    assertTrue(isMeasured(), said::toString);
    StandInLog read = StandInDocument.read(log);
    Path json = campus.file("run.json");
    Path merged = campus.file("merged.json");
    Campus.Said rendered =
        campus.rollcall(
            "appliance", "render", json.toString(), log.toString(), "--report=json=" + merged);
    assertEquals(0, rendered.exit(), rendered.toString());
    RuleResult interval =
        Campus.read(merged, rendered).results().stream()
            .filter(result -> result.rule().id().equals("lb.health-interval"))
            .findFirst()
            .orElseThrow();
    assertEquals(Status.PASS, interval.verdict().status(), interval.toString());
    assertTrue(interval.verdict().summary().contains("/health every "), interval.toString());
    assertEquals(Status.SKIPPED, status(run, "lb.health-interval"));
    for (Path file : List.of(merged, log, site)) {
      Files.delete(file);
    }
    assertTrue(
        read.visits().stream()
            .flatMap(visit -> visit.saw().stream())
            .map(Observation.Fact::name)
            .anyMatch(name -> name.equals("http.request")),
        said.toString());
  }

  /** Whether the log, which is whole at any time, has what an interval is measured with. */
  private static boolean isMeasured() throws IOException {
    return HealthChecks.of(new LogView(StandInDocument.read(log), Protocols.ALL)).stream()
        .anyMatch(one -> one.asked() && one.count() >= 3 && one.times().regular());
  }

  private static Status status(Run run, String id) {
    return run.results().stream()
        .filter(result -> result.rule().id().equals(id))
        .findFirst()
        .orElseThrow()
        .verdict()
        .status();
  }
}
