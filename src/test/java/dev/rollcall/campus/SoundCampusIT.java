package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The campus with nothing wrong in it: every rule of the table holds, with proof. */
@Tag("campus")
class SoundCampusIT {
  private static Campus campus;
  private static Campus.Checked checked;

  @BeforeAll
  static void check() {
    campus = Campus.up();
    long start = System.nanoTime();
    checked = campus.checkInOwnProcess("--report", "junit=" + campus.file("sound.xml"));
    System.out.printf(
        "whole table, all passing, cold JVM: %.2f s wall, %.2f s of it the run%n",
        (System.nanoTime() - start) / 1e9, checked.run().took().toNanos() / 1e9);
  }

  @Test
  void everyApplicableRulePassesOrWarnsForAStatedReason() {
    assertEquals(0, checked.exit(), checked.said().toString());
    Map<String, String> unexpected = new TreeMap<>();
    for (RuleResult result : checked.run().results()) {
      Status status = result.verdict().status();
      boolean stated = WARNINGS.containsKey(result.rule().id());
      if (status == Status.WARN && stated) {
        assertTrue(
            result.verdict().summary().contains(WARNINGS.get(result.rule().id())),
            result.verdict().summary());
      } else if (status == Status.SKIPPED) {
        assertTrue(SKIPPED.contains(result.rule().id()), result.rule().id());
      } else if (status != Status.PASS) {
        unexpected.put(result.rule().id(), status + " " + result.verdict().summary());
      }
    }
    assertEquals(Map.of(), unexpected);
  }

  /** The rules that warn in a sound campus, and a piece of the reason they give. */
  private static final Map<String, String> WARNINGS = Map.of("icons.api", "not identified");

  private static final List<String> SKIPPED =
      List.of("inbound.peer-installers", "lb.health-interval", "time.servers");

  @Test
  void everyPassRestsOnAnAnswerInTheRulesOwnProtocol() {
    for (RuleResult result : checked.run().results()) {
      if (result.verdict().status() == Status.SKIPPED) {
        continue;
      }
      Evidence.Probed probed = (Evidence.Probed) result.evidence();
      List<Finding> tried =
          probed.findings().stream().filter(finding -> finding.skipped().isEmpty()).toList();
      assertFalse(tried.isEmpty(), result.rule().id());
      for (Finding finding : tried) {
        assertEquals(result.rule().protocol(), finding.protocol());
        Attempt attempt = finding.attempts().get(0);
        String source =
            finding.route().dialled().address() instanceof Inet6Address
                ? "fd18:1:0:0:0:0:0:10"
                : "198.18.1.10";
        assertEquals(source, attempt.source(), result.rule().id());
        assertFalse(facts(attempt).isEmpty(), result.rule().id() + " has no facts");
      }
    }
  }

  @Test
  void itsJUnitFileIsReadByMavensOwnReader() throws Exception {
    JUnitFile.assertMatches(checked.run(), campus.file("sound.xml"));
  }

  @Test
  void andSoIsThatOfARunWithFaults() throws Exception {
    campus.fault("drop:parallels.uni.edu:443/tcp", "drop:MSSQL.uni.edu:1434/udp", "xml-bomb");
    Path file = campus.file("faults.xml");
    Campus.Checked faulty = campus.checkInOwnProcess("--report", "junit=" + file);
    Campus.up();
    assertEquals(1, faulty.exit(), faulty.said().toString());
    JUnitFile.assertMatches(faulty.run(), file);
  }

  private static List<String> facts(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(observation -> !(observation instanceof Observation.Note))
        .map(Object::toString)
        .toList();
  }

  @Test
  void listShowsTheSameRulesWithoutAPacket() {
    campus.fault("resolver-down");
    Campus.Said said =
        campus.process("appliance", "list", "--site", campus.file("site.yaml").toString());
    Campus.up();
    assertEquals(0, said.exit(), said.toString());
    String listed =
        said.out()
            .lines()
            .filter(line -> line.matches(" {2}\\S.*"))
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .sorted()
            .collect(Collectors.joining("\n"));
    String probed =
        checked.run().results().stream()
            .map(result -> result.rule().id())
            .sorted()
            .collect(Collectors.joining("\n"));
    assertEquals(probed, listed);
  }
}
