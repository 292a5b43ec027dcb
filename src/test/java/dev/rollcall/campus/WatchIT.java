package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check --watch} behind a real firewall, and what Samba's log says of logins. */
@Tag("campus")
class WatchIT {
  private static final Duration WITHIN = Duration.ofSeconds(2);

  private static final Pattern COUNTER = Pattern.compile("counter (\\w+) \\{\\s*packets (\\d+)");

  /** Requests of the probes whose logins Samba would log. */
  private static final Map<String, String> COUNTED =
      Map.of(
          "ldaps", "tcp dport 636 tcp flags syn",
          "kerberos", "udp dport 88",
          "smb", "tcp dport 445 tcp flags syn");

  private static final Campus CAMPUS = Campus.up();

  /**
   * A table of its own in the router: it is switched in one system call, whose time is known. It
   * counts what it drops or refuses, and the requests to the directory and its servers.
   */
  private static void close(String where, String how) {
    StringBuilder table = new StringBuilder("table inet watch { counter closed {}; ");
    COUNTED.forEach((name, what) -> table.append("counter " + name + " {}; "));
    table.append("chain c { type filter hook forward priority -10; ");
    COUNTED.forEach((name, what) -> table.append(what + " counter name " + name + "; "));
    router("nft '" + table + where + " counter name closed " + how + "; }; }'");
  }

  /** How many packets each counter of the table has. */
  private static Map<String, Long> counted() {
    Map<String, Long> counted = new TreeMap<>();
    Matcher each = COUNTER.matcher(router("nft list counters table inet watch"));
    while (each.find()) {
      counted.put(each.group(1), Long.valueOf(each.group(2)));
    }
    return counted;
  }

  /** Waits until these have so many packets more than now. */
  private static void await(Watching watching, Map<String, Integer> more)
      throws IOException, InterruptedException {
    Map<String, Long> wanted = counted();
    wanted.keySet().retainAll(more.keySet());
    assertEquals(more.keySet(), wanted.keySet());
    wanted.replaceAll((counter, packets) -> packets + more.getOrDefault(counter, 0));
    Map<String, Long> now = counted();
    for (int looks = 0; !reached(now, wanted); looks++) {
      assertTrue(watching.process().isAlive() && looks < 1200, now + "\n" + watching.text());
      TimeUnit.MILLISECONDS.sleep(50);
      now = counted();
    }
  }

  private static boolean reached(Map<String, Long> now, Map<String, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(one -> now.getOrDefault(one.getKey(), 0L) >= one.getValue());
  }

  private static void drop(String where) {
    close(where, "drop");
  }

  /** The moment before the path is open again. */
  private static Instant open() {
    String nanos = router("date +%s%N; nft delete table inet watch").strip();
    long all = Long.parseLong(nanos);
    return Instant.ofEpochSecond(all / 1_000_000_000, all % 1_000_000_000);
  }

  private static String router(String script) {
    Campus.Said said = CAMPUS.exec("router", Map.of(), "sh", "-c", script);
    assertEquals(0, said.exit(), said::toString);
    return said.out();
  }

  @AfterEach
  void openAgain() {
    CAMPUS.exec("router", Map.of(), "sh", "-c", "nft delete table inet watch");
  }

  /** A watch from the appliance, and what it has printed so far. */
  private record Watching(Process process, Path out, Path json) {
    static Watching start(String site, String only, String... more) throws IOException {
      Path out = Files.createTempFile(CAMPUS.file("log"), "watch", ".txt");
      Path json = CAMPUS.file("watch.json");
      Path history = CAMPUS.history();
      List<String> command =
          new ArrayList<>(
              List.of(
                  CampusProcesses.SCRIPT.toString(),
                  "exec",
                  CAMPUS.file(".").normalize().toString(),
                  "appliance"));
      command.addAll(List.of(CampusProcesses.JAVA, "-jar", CampusProcesses.JAR.toString()));
      command.addAll(List.of("check", "--site", CAMPUS.file(site).toString(), "--only", only));
      command.addAll(List.of("--watch", "--report", "json=" + json));
      command.addAll(List.of("--history", history.toString()));
      command.addAll(List.of(more));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("STATE_DIRECTORY", history.toString());
      return new Watching(builder.redirectOutput(out.toFile()).start(), out, json);
    }

    String text() throws IOException {
      return Files.readString(out);
    }

    void await(String line) throws IOException, InterruptedException {
      for (int looks = 0; !text().contains(line); looks++) {
        assertTrue(process.isAlive() && looks < 1200, text());
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }

    Run end() throws IOException, InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), text());
      return Campus.read(json, new Campus.Said(process.exitValue(), text(), ""));
    }
  }

  private static Attempt answered(RuleResult result) {
    Evidence.Probed probed = (Evidence.Probed) result.evidence();
    return probed.findings().get(0).attempts().get(0);
  }

  /** After the first and after the second request of an attempt, which is a second later. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDropThatEndsIsShownWithinTwoSeconds(int requests) throws Exception {
    drop("tcp dport 1433");
    Watching watching = Watching.start("site.yaml", "sql.tds");
    watching.await("sql.tds: DROPPED");
    watching.await("watching 1 rule every 2 s");
    await(watching, Map.of("closed", requests));
    Instant open = open();
    Run run = watching.end();
    assertEquals(0, watching.process().exitValue(), watching.text());
    RuleResult result = run.results().get(0);
    assertEquals(Status.PASS, result.verdict().status(), result::toString);
    Attempt attempt = answered(result);
    // The server accepts the connection as soon as a request for it gets through; what follows is
    // this host's computing.
    Duration connect = Objects.requireNonNull(attempt.phases().get(Phase.CONNECT));
    Instant through = attempt.startedAt().plus(connect);
    Duration late = Duration.between(open, through);
    Duration shown = Duration.between(open, attempt.startedAt().plus(attempt.took()));
    System.out.println(
        "the end of a drop: a connection opened after "
            + late.toMillis()
            + " ms, the change was known after "
            + shown.toMillis()
            + " ms");
    assertTrue(late.compareTo(WITHIN) <= 0, late::toString);
    assertTrue(watching.text().contains("sql.tds: DROPPED → PASS, "), watching.text());
    assertTrue(
        run.remarks().stream()
            .anyMatch(remark -> remark.text().contains("sql.tds: DROPPED → PASS, ")),
        () -> run.remarks().toString());
  }

  /** Whatever is watched, Samba sees the logins of the first round only. */
  @Test
  void sambaSeesNoSecondLogin() throws Exception {
    String account = "svc-appsanywhere";
    int before = CAMPUS.logins(account).size();
    // On a busy host a login may take longer than the usual timeout. Refused, as what is dropped
    // would take the longer one in any case.
    close("tcp dport 1433", "reject with tcp reset");
    Watching watching =
        Watching.start(
            "site-credentials.yaml", "ad.ldaps,ad.kerberos,files.*,sql.tds", "--timeout", "20s");
    watching.await("watching 4 rules");
    List<String> first = CAMPUS.logins(account);
    assertTrue(first.size() > before, "the first round logs in");
    // Three more rounds, of the two controllers and the file server.
    await(watching, Map.of("ldaps", 6, "kerberos", 6, "smb", 3));
    open();
    Run run = watching.end();
    assertEquals(first, CAMPUS.logins(account), watching.text());
    for (RuleResult result : run.results()) {
      String right = result.verdict().sides().map(sides -> sides.right()).orElse("");
      boolean sql = result.rule().id().equals("sql.tds");
      assertTrue(
          right.isEmpty() || right.startsWith(sql ? "not tried" : "proven"),
          () -> result.rule().id() + ": " + right);
    }
  }

  /** The path to the directory opens while it is watched: no login is made there. */
  @Test
  void aLoginThatWasNotMadeIsNotMadeLater() throws Exception {
    String account = "svc-appsanywhere";
    int before = CAMPUS.logins(account).size();
    drop("tcp dport { 636, 445 }");
    Watching watching = Watching.start("site-credentials.yaml", "ad.ldaps,files.smb");
    watching.await("watching 2 rules");
    open();
    Run run = watching.end();
    assertEquals(before, CAMPUS.logins(account).size(), watching.text());
    assertEquals(Status.WARN, run.status(), () -> run.remarks().toString());
    assertEquals(2, run.count(Status.PASS), watching.text());
  }
}
