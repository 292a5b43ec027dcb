package dev.rollcall.campus.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.Campus.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The line of a schedule, run after run, while the campus changes: each change is said once. */
@Tag("campus")
class DriftIT {
  /** More than a habit and the runs that it is compared with take. */
  private static final int UNCHANGED = 2 * 5 + 2;

  /** So many times a server's habit is made of at least, and so many it is compared with. */
  private static final int HABIT = 5;

  private static final Pattern RULE = Pattern.compile("(?m)^([✗!✓]) ([a-z0-9.-]+)[:,]");

  private final Campus campus = Campus.up();
  private final Path history = campus.history();

  @AfterEach
  void clearFaults() {
    Campus.up();
  }

  @Test
  void unchangedRunsPrintNothing() {
    baseline();
    long start = System.nanoTime();
    for (int i = 0; i < UNCHANGED; i++) {
      silent(0);
    }
    System.out.printf(
        "%d unchanged runs of the whole table: silent, %.1f s each%n",
        UNCHANGED, (System.nanoTime() - start) / 1e9 / UNCHANGED);
  }

  @Test
  void everyChangeIsSaidOnceInTheRunThatFoundIt() {
    // The first run is the baseline. From the second on, the content networks' names rotate.
    baseline();
    campus.fault("rotating-dns");
    for (int i = 0; i < HABIT; i++) {
      silent(0);
    }
    aRuleDroppedAndRestored();
    aRenewedCertificate();
    aCertificateFromTheInspectingAuthority();
    campus.clear("rotating-dns");
    silent(0);
    aSlowerPath();
    stands("second-address:myfileshare.uni.edu", "! files.smb", "198.18.102.71, 198.18.2.71");
    stands("moved:rpms.remirepo.net", "! repo.remi", "also 203.0.0.0/16");
    stands("upgraded:parallels.uni.edu", "! parallels", "http.server: nginx/1.29.3");
    openChangesAreShownAndAccepted();
  }

  private void aRuleDroppedAndRestored() {
    String fault = "drop:parallels.uni.edu:443/tcp";
    campus.fault(fault);
    says(news("1 broken", 1, "✗ parallels"), "FAIL: CONNECT DROPPED", "owner firewall team");
    silent(1);
    campus.clear(fault);
    says(news("1 recovered", 0, "✓ parallels"), "PASS again", "had been: FAIL: CONNECT DROPPED");
    silent(0);
  }

  private void aRenewedCertificate() {
    campus.fault("renewed:dc1.uni.edu");
    says(news("1 routine", 0, "✓ ad.ldaps"), "renewed by the same issuer", "Nothing to do");
    silent(0);
    campus.clear("renewed:dc1.uni.edu");
    news("1 as before again", 0, "✓ ad.ldaps");
    silent(0);
  }

  private void aCertificateFromTheInspectingAuthority() {
    campus.fault("tls-inspection:github.com");
    says(
        news("1 broken, 1 changed", 1, "✗ libraries.github"),
        "FAIL: TLS INTERCEPTED",
        "issued by CN=Campus Inspection CA,O=Campus filter",
        "owner proxy team");
    silent(1);
    campus.clear("tls-inspection:github.com");
    news("1 recovered, 1 as before again", 0, "✓ libraries.github", "✓ libraries.github");
    silent(0);
  }

  /** One late answer is nothing; of five, most have to be late, and later most in time. */
  private void aSlowerPath() {
    campus.fault("slow:analytics.uni.edu:150");
    says(awaited("1 changed", 4, "! analytics"), "time path:", "Ask the network team");
    silent(4);
    campus.clear("slow:analytics.uni.edu:150");
    awaited("1 as before again", 0, "✓ analytics");
    silent(0);
  }

  /** A change that a person has to look at, and that stays. */
  private void stands(String fault, String rule, String text) {
    campus.fault(fault);
    says(news("1 changed", 4, rule), text);
    silent(4);
  }

  private void openChangesAreShownAndAccepted() {
    Said shown = drift();
    assertEquals(4, shown.exit(), shown.toString());
    assertTrue(shown.out().startsWith("Drift: 3 changed"), shown.toString());
    assertEquals(List.of("! files.smb", "! parallels", "! repo.remi"), rules(shown.out()));
    Said accepted = drift("accept");
    assertEquals(0, accepted.exit(), accepted.toString());
    says(accepted.out(), "is the baseline now");
    silent(0);
    Said nothing = drift();
    assertEquals(0, nothing.exit(), nothing.toString());
    says(nothing.out(), "nothing differs from the baseline", "accepted by");
    // What was accepted is how it should be: undone, it is news. Both networks are known, though.
    Campus.up();
    news("2 changed", 4, "! files.smb", "! parallels");
  }

  /** Runs that say nothing, and then one that says this. */
  private String awaited(String sum, int exit, String... rules) {
    for (int i = 0; i < HABIT; i++) {
      Said said = check();
      if (!said.out().isEmpty()) {
        return isNews(said, sum, exit, rules);
      }
    }
    return fail("no news of " + sum);
  }

  /** The first run says what does not pass; here it is one warning. */
  private void baseline() {
    Said said = check();
    assertEquals(0, said.exit(), said.toString());
    assertTrue(said.out().contains("\n! icons.api "), said.toString());
    assertTrue(said.out().contains("1 with a warning"), said.toString());
  }

  private void silent(int exit) {
    assertEquals(new Said(exit, "", ""), check());
  }

  /** One run, and what it says, on one line. */
  private String news(String sum, int exit, String... rules) {
    return isNews(check(), sum, exit, rules);
  }

  private static String isNews(Said said, String sum, int exit, String... rules) {
    String line = line(said.out());
    String head = "AppsAnywhere network requirements, from appsanywhere on appsanywhere01: ";
    assertTrue(line.startsWith(head + sum + " run of "), said.toString());
    assertEquals(Arrays.asList(rules), rules(said.out()), said.toString());
    assertEquals(exit, said.exit(), said.toString());
    assertEquals("", said.err());
    return line;
  }

  private static void says(String out, String... parts) {
    for (String part : parts) {
      assertTrue(line(out).contains(part), part + " is missing: " + out);
    }
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** The rules that are named with a sign, sorted. */
  private static List<String> rules(String out) {
    List<String> rules = new ArrayList<>();
    Matcher found = RULE.matcher(out);
    while (found.find()) {
      rules.add(found.group(1) + " " + found.group(2));
    }
    rules.sort(null);
    return rules;
  }

  private Said check() {
    // Machines that build are busy: what fails is asked again.
    return campus.rollcall(
        "appliance",
        "check",
        "--site",
        campus.file("site.yaml").toString(),
        "--history",
        history.toString(),
        "--drift",
        "--quiet",
        "--confirm",
        "1");
  }

  private Said drift(String... arguments) {
    List<String> all = new ArrayList<>(List.of("drift"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--history", history.toString()));
    return campus.rollcall("appliance", all.toArray(String[]::new));
  }
}
