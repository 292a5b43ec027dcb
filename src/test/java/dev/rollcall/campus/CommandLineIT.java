package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
    Path site = campus.file("only-trust.json");
    Campus.Said said = campus.rollcall("appliance", "check", "--report", "json=" + site);
    Run run = Campus.read(site, said);
    assertEquals(
        Status.INCONCLUSIVE,
        run.results().stream()
            .filter(result -> result.rule().id().equals("sql.tds"))
            .findFirst()
            .orElseThrow()
            .verdict()
            .status());
    assertEquals("PASS", FaultsIT.standing(run).get("time.0"));
    // Without a site file nobody vouches for the campus' own "public" authority.
    assertEquals("FAIL TLS INTERCEPTED PROXY", FaultsIT.standing(run).get("libraries.google"));
    assertEquals(1, said.exit());
    assertTrue(said.out().contains("sql.host"), said.out());
    Files.delete(site);
  }

  @Test
  void aMissingSectionOfTheSiteFileIsAnErrorThatNamesTheKeyAndTheWayOut() throws IOException {
    Path site = campus.file("no-sql.yaml");
    Files.writeString(
        site, Files.readString(campus.file("site.yaml")).replaceAll("(?m)^sql:.*$", ""));
    Campus.Said said = campus.rollcall("appliance", "check", "--site", site.toString());
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
        campus.rollcall(
            "appliance",
            "check",
            "--site",
            campus.file("site.yaml").toString(),
            "--only",
            "time.*",
            "--report",
            "junit=/proc/nowhere/report.xml",
            "--report",
            "json=" + json);
    assertEquals(74, said.exit(), said.toString());
    assertTrue(said.err().contains("/proc/nowhere/report.xml"), said.err());
    assertTrue(said.out().contains("time.0"), said.out());
    assertEquals(4, Campus.read(json, said).results().size());
    Files.delete(json);
  }

  @Test
  void onlyThatMatchesNothingExits2() {
    Campus.Said said = campus.rollcall("appliance", "check", "--only", "nothing.*");
    assertEquals(2, said.exit());
    assertTrue(said.err().contains("nothing.*"), said.err());
  }

  @Test
  void aSignalEndsTheRunAndTheReportsAreWhole() throws Exception {
    campus.fault("drop:MSSQL.uni.edu:1433/tcp");
    for (Map.Entry<String, Integer> signal : Map.of("INT", 130, "TERM", 143).entrySet()) {
      Path json = campus.file("interrupted.json");
      Process process =
          campus.start(
              "appliance",
              List.of(),
              Map.of(),
              "check",
              "--site",
              campus.file("site.yaml").toString(),
              "--timeout",
              "60s",
              "--report",
              "json=" + json);
      TimeUnit.SECONDS.sleep(6);
      long java = javaBelow(process.toHandle());
      assertEquals(
          0, new ProcessBuilder("kill", "-" + signal.getKey(), "" + java).start().waitFor());
      Campus.Said said = campus.finish(process);
      assertEquals(signal.getValue(), said.exit(), said.toString());
      Run run = Campus.read(json, said);
      assertTrue(run.interrupted());
      assertEquals("INCONCLUSIVE", FaultsIT.standing(run).get("sql.tds"));
      assertEquals("PASS", FaultsIT.standing(run).get("time.0"));
      Files.delete(json);
    }
    Campus.up();
  }

  /** The Java process itself, below the commands that entered the namespace. */
  private static long javaBelow(ProcessHandle process) {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElse(process)
        .pid();
  }

  @Test
  void fiveDroppedDestinationsCostOneTimeout() {
    campus.fault(
        "drop:MSSQL.uni.edu:1433/tcp",
        "drop:parallels.uni.edu:443/tcp",
        "drop:api.software2.com:443/tcp",
        "drop:github.com:443/tcp",
        "drop:rpms.remirepo.net:443/tcp");
    Campus.Checked checked = campus.check();
    Campus.up();
    assertEquals(
        5,
        checked.run().results().stream()
            .filter(result -> result.verdict().status() == Status.FAIL)
            .count());
    long seconds = checked.run().took().toSeconds();
    // Two timeouts would be ten seconds; this is no measurement of speed.
    assertTrue(seconds < 10, "took " + seconds + " s");
    assertFalse(checked.run().interrupted());
  }

  @Test
  void theClassifierSaysTheSameUnderAGermanLocale() {
    String[] faults = {
      "reject-net-unreachable:parallels.uni.edu:443/tcp",
      "reject-admin-prohibited:MSSQL.uni.edu:1433/tcp",
      "drop:github.com:443/tcp",
      "reset-after-accept:cloudpaging.uni.edu:443/tcp"
    };
    campus.fault(faults);
    Map<String, String> english = FaultsIT.standing(campus.check().run());
    Path json = campus.file("german.json");
    Campus.Said said =
        campus.rollcall(
            "appliance",
            List.of(),
            Map.of("LC_ALL", "de_DE.UTF-8", "LANG", "de_DE.UTF-8", "LANGUAGE", "de"),
            "check",
            "--site",
            campus.file("site.yaml").toString(),
            "--report",
            "json=" + json);
    Campus.up();
    assertEquals(english, FaultsIT.standing(Campus.read(json, said)));
  }
}
