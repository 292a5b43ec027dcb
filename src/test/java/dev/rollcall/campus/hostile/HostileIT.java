package dev.rollcall.campus.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.JUnitFile;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Servers that send what no client wants, some of it without end: the right fault, in bounded
 * memory, and nothing of it on the terminal.
 */
@Tag("campus")
class HostileIT {
  /** Of every TCP protocol a rule, and where its servers are. */
  private static final Map<String, List<String>> TCP =
      Map.of(
          "sql.tds", List.of("MSSQL.uni.edu:1433/tcp"),
          "ad.ldaps", List.of("dc1.uni.edu:636/tcp", "dc2.uni.edu:636/tcp"),
          "files.smb", List.of("myfileshare.uni.edu:445/tcp"),
          "parallels", List.of("parallels.uni.edu:443/tcp"),
          "analytics", List.of("analytics.uni.edu:19999/tcp"),
          "repo.epel", List.of("mirrors.fedoraproject.org:443/tcp"),
          "icons.api", List.of("api.appsanywhere.com:80/tcp"),
          "mail.smtp", List.of("smtp.sendgrid.net:587/tcp"));

  private static final Map<String, List<String>> UDP =
      Map.of(
          "sql.browser", List.of("MSSQL.uni.edu:1434/udp"),
          "ad.kerberos", List.of("dc1.uni.edu:88/udp", "dc2.uni.edu:88/udp"),
          "time.0", List.of("0.centos.pool.ntp.org:123/udp"));

  private static final Map<String, String> NONSENSE_TCP =
      Map.of(
          "sql.tds", "FAIL EXCHANGE MALFORMED SERVER",
          "ad.ldaps", "FAIL TLS MALFORMED SERVER",
          "files.smb", "FAIL EXCHANGE MALFORMED SERVER",
          "parallels", "FAIL TLS MALFORMED SERVER",
          // Proven only by an open port: the server behind it is not checked.
          "analytics", "WARN SERVER",
          "repo.epel", "FAIL TLS MALFORMED FIREWALL",
          "icons.api", "FAIL EXCHANGE MALFORMED FIREWALL",
          "mail.smtp", "FAIL EXCHANGE MALFORMED FIREWALL");

  private final Campus campus = Campus.up();

  @AfterEach
  void clearFaults() {
    Campus.up();
  }

  @Test
  void garbageIsNoAnswerInAnyProtocol() throws Exception {
    Map<String, String> expected = new HashMap<>(NONSENSE_TCP);
    expected.put("sql.browser", "WARN EXCHANGE MALFORMED SERVER");
    expected.put("ad.kerberos", "FAIL EXCHANGE MALFORMED SERVER");
    expected.put("time.0", "FAIL EXCHANGE MALFORMED FIREWALL");
    fault("garbage", TCP);
    fault("garbage", UDP);
    assertStanding(expected, check(5000, Map.of()));
  }

  @Test
  void garbageWithoutEndIsCutOffInASmallHeap() throws Exception {
    fault("endless", TCP);
    assertStanding(NONSENSE_TCP, check(5000, Map.of("JDK_JAVA_OPTIONS", "-Xmx48m")));
  }

  @Test
  void aByteNowAndThenDoesNotHoldARunBeyondItsTimeout() throws Exception {
    fault("drip", TCP);
    assertStanding(
        Map.of(
            "sql.tds", "FAIL EXCHANGE TIMED_OUT SERVER",
            "ad.ldaps", "FAIL TLS TIMED_OUT SERVER",
            "files.smb", "FAIL EXCHANGE TIMED_OUT SERVER",
            "parallels", "FAIL TLS TIMED_OUT SERVER",
            "analytics", "WARN SERVER",
            "repo.epel", "FAIL TLS TIMED_OUT FIREWALL",
            "icons.api", "FAIL EXCHANGE TIMED_OUT FIREWALL",
            "mail.smtp", "FAIL EXCHANGE TIMED_OUT FIREWALL"),
        check(2500, Map.of()));
  }

  @Test
  void silenceAfterAcceptIsNoPassAndCostsOneTimeout() throws Exception {
    fault("hang", TCP);
    fault("hang", UDP);
    assertStanding(
        Map.ofEntries(
            Map.entry("sql.tds", "FAIL EXCHANGE TIMED_OUT SERVER"),
            Map.entry("ad.ldaps", "FAIL TLS TIMED_OUT SERVER"),
            Map.entry("files.smb", "FAIL EXCHANGE TIMED_OUT SERVER"),
            Map.entry("parallels", "FAIL TLS TIMED_OUT SERVER"),
            Map.entry("analytics", "WARN SERVER"),
            Map.entry("repo.epel", "FAIL TLS TIMED_OUT VENDOR"),
            Map.entry("icons.api", "FAIL EXCHANGE TIMED_OUT VENDOR"),
            Map.entry("mail.smtp", "FAIL EXCHANGE TIMED_OUT VENDOR"),
            Map.entry("sql.browser", "WARN EXCHANGE TIMED_OUT FIREWALL"),
            Map.entry("ad.kerberos", "FAIL EXCHANGE TIMED_OUT FIREWALL"),
            Map.entry("time.0", "FAIL EXCHANGE TIMED_OUT FIREWALL")),
        check(2500, Map.of()));
  }

  @Test
  void anAnswerWithoutEndAndOneThatExpandsToGigabytesFitASmallHeap() throws Exception {
    campus.fault("endless-body:cdn.remirepo.net:80/tcp", "xml-bomb");
    Checked checked = check(5000, Map.of("JDK_JAVA_OPTIONS", "-Xmx48m"));
    Map<String, String> standing = RuleOutcomes.of(checked.run());
    // The first lines of the endless list are what was asked for; the bomb is no metalink.
    assertEquals("PASS", standing.get("repo.remi-cdn"));
    assertEquals("WARN VENDOR", standing.get("repo.epel"));
  }

  @Test
  void whatATerminalWouldObeyIsEscapedInEveryReport() throws Exception {
    campus.fault("banner:smtp.sendgrid.net:587/tcp", "banner:api.appsanywhere.com:80/tcp");
    Checked checked = check(5000, Map.of());
    String documents = Files.readString(checked.json()) + Files.readString(checked.junit());
    assertTrue(documents.contains("]0;owned"), "the planted text is not in the reports");
    assertTrue(checked.said().out().contains("]0;owned"), checked.said().out());
  }

  private void fault(String kind, Map<String, List<String>> targets) {
    List<String> faults = new ArrayList<>();
    targets.values().forEach(of -> of.forEach(target -> faults.add(kind + ":" + target)));
    campus.fault(faults.toArray(String[]::new));
  }

  private record Checked(Campus.Said said, Run run, Path json, Path junit) {}

  /** Checks all rules, and asserts what holds of every run, whatever the servers sent. */
  private Checked check(int timeoutMillis, Map<String, String> environment) throws Exception {
    Path json = campus.file("hostile.json");
    Path junit = campus.file("hostile.xml");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                "--site=" + campus.file("site.yaml"),
                "--timeout=" + timeoutMillis + "ms",
                "--verbose",
                "--report=json=" + json,
                "--report=junit=" + junit));
    List.of(
            "sql.*",
            "ad.*",
            "files.*",
            "parallels",
            "analytics",
            "repo.*",
            "icons.api",
            "mail.*",
            "time.0")
        .forEach(glob -> arguments.add("--only=" + glob));
    String[] all = arguments.toArray(String[]::new);
    Campus.Said said =
        environment.isEmpty()
            ? campus.rollcall("appliance", all)
            : campus.process("appliance", List.of(), environment, all);
    Run run = Campus.read(json, said);
    JsonMapper.shared().readTree(json.toFile());
    JUnitFile.assertMatches(run, junit);
    assertClean("the console", said.out());
    assertClean("the JSON file", Files.readString(json));
    assertClean("the JUnit file", Files.readString(junit));
    return new Checked(said, run, json, junit);
  }

  private static void assertClean(String where, String text) {
    text.codePoints()
        .filter(sign -> sign != '\n' && sign != '\r' && sign != '\t')
        .filter(sign -> Character.isISOControl(sign) || Character.getType(sign) == Character.FORMAT)
        .findFirst()
        .ifPresent(
            sign -> {
              throw new AssertionError("%s holds U+%04X: %s".formatted(where, sign, text));
            });
  }

  private static void assertStanding(Map<String, String> expected, Checked checked) {
    Map<String, String> others = new TreeMap<>();
    RuleOutcomes.of(checked.run())
        .forEach(
            (id, is) -> {
              if (!is.equals("PASS")) {
                others.put(id, is);
              }
            });
    assertEquals(new TreeMap<>(expected), others, checked.said().out());
    assertEquals(1, checked.said().exit());
  }
}
