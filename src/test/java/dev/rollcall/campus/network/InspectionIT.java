package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A firewall that opens TLS on its way to the internet, with an authority of its own. */
@Tag("campus")
class InspectionIT {
  private static final String CA = "Campus Inspection CA";
  private static Campus campus;

  @BeforeAll
  static void inspect() {
    campus = Campus.up();
    campus.fault("tls-inspection");
  }

  @AfterAll
  static void clearFaults() {
    Campus.up();
  }

  @Test
  void exactlyTheExternalHttpsRulesAreInterceptedAndNameTheAuthority() {
    assertIntercepted(campus.check());
  }

  @Test
  void alsoWhereTheAuthorityIsInTheSystemsStoreAndJavas() {
    List<String> installed = List.of("--system-ca");
    assertIntercepted(campus.check("appliance", campus.file("site.yaml"), installed));
  }

  @Test
  void anAuthorityThatTheSiteFileListsPassesWithANote() {
    Run run =
        campus
            .check(
                "appliance",
                campus.site(
                    "inspection.yaml",
                    site ->
                        site.replace(
                            "trust: {", "trust: {inspection: [trust/inspection-ca.pem], ")),
                List.of())
            .run();
    for (RuleResult result : run.results()) {
      if (inspected(result.rule())) {
        // That host answers 403, as a filter would.
        String wanted = result.rule().id().equals("client.cdn") ? "WARN VENDOR" : "PASS";
        assertEquals(wanted, RuleOutcomes.of(run).get(result.rule().id()), result.rule().id());
        assertTrue(notes(result).contains(CA), result.rule().id() + ": " + notes(result));
      } else {
        assertEquals("", notes(result), result.rule().id());
      }
    }
  }

  private static void assertIntercepted(Campus.Checked checked) {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = RuleOutcomes.of(checked.run());
    for (RuleResult result : checked.run().results()) {
      Rule rule = result.rule();
      Verdict verdict = result.verdict();
      if (inspected(rule)) {
        String status = rule.judging().severity() == Severity.ADVISORY ? "WARN" : "FAIL";
        expected.put(rule.id(), status + " TLS INTERCEPTED PROXY");
        assertTrue(verdict.cause().orElseThrow().evidence().contains(CA), verdict.toString());
      } else {
        boolean skipped = result.evidence() instanceof Evidence.Skipped;
        String sound = rule.id().equals("icons.api") ? "WARN VENDOR" : "PASS";
        expected.put(rule.id(), skipped ? "SKIPPED" : sound);
      }
    }
    assertEquals(expected, actual);
    assertEquals(15, expected.values().stream().filter(is -> is.contains("INTERCEPTED")).count());
    assertEquals(1, checked.exit());
  }

  /** Mail is not: inspection here is of port 443. */
  private static boolean inspected(Rule rule) {
    return rule.judging().external() && rule.protocol().equals("https");
  }

  private static String notes(RuleResult result) {
    if (!(result.evidence() instanceof Evidence.Probed probed)) {
      return "";
    }
    StringBuilder notes = new StringBuilder();
    probed.findings().stream()
        .flatMap(finding -> finding.attempts().stream())
        .flatMap(attempt -> attempt.outcome().observations().stream())
        .forEach(
            observation -> {
              if (observation instanceof Observation.Note note
                  && note.text().contains("inspected")) {
                notes.append(note.text()).append('\n');
              }
            });
    return notes.toString();
  }
}
