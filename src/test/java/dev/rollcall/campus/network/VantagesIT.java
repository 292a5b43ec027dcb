package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the other vantages: what must be reached from there, and what must not be. */
@Tag("campus")
class VantagesIT {
  private static final String PRIVATE_SSH = "inbound.ssh-private";
  private static final String PRIVATE_SERVER = "inbound.server-private";

  /** How long to wait for what is blocked. */
  private static final String SILENCE = "3s";

  @AfterAll
  static void clearFaults() {
    Campus.up();
  }

  private static Campus.Checked check(Campus campus, String vantage, Path site, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--from";
    arguments[1] = vantage;
    System.arraycopy(more, 0, arguments, 2, more.length);
    String place = vantage.equals("jump-host") ? "jump" : vantage;
    return campus.check(place, site, List.of(), arguments);
  }

  /** A rule that must be blocked, with its control and these faults. */
  private static Campus.Checked blocked(String vantage, String rule, String... faults) {
    Campus campus = Campus.up();
    campus.fault(faults);
    return check(
        campus,
        vantage,
        campus.file("site.yaml"),
        "--only",
        rule,
        "--only",
        "lb.service",
        "--timeout",
        SILENCE);
  }

  private static Campus.Checked published(UnaryOperator<String> change, String... faults) {
    Campus campus = Campus.up();
    campus.fault(faults);
    return check(
        campus,
        "outside",
        campus.site("published.yaml", change),
        "--only",
        PRIVATE_SERVER,
        "--only",
        "lb.service",
        "--timeout",
        SILENCE);
  }

  /** The second server as it would be seen from outside. */
  private static UnaryOperator<String> seenAt(String address) {
    return site ->
        site.replace(
            "appsanywhere02.uni.edu]",
            "{name: appsanywhere02.uni.edu, public-address: " + address + "}]");
  }

  private static Verdict verdict(Campus.Checked checked, String rule) {
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(rule))
        .map(RuleResult::verdict)
        .findFirst()
        .orElseThrow(() -> new AssertionError(checked.said().toString()));
  }

  private static void stands(
      Campus.Checked checked, String rule, int exit, String is, String... words) {
    assertEquals(is, RuleOutcomes.of(checked.run()).get(rule), checked.said().toString());
    assertEquals(exit, checked.exit(), checked.said().toString());
    String summary = verdict(checked, rule).summary();
    for (String word : words) {
      assertTrue(summary.contains(word), () -> word + " is missing in: " + summary);
    }
  }

  @ParameterizedTest
  @CsvSource({"client, 8", "jump-host, 1", "outside, 5"})
  void everyRulePassesInTheSoundCampus(String vantage, int rules) {
    Campus campus = Campus.up();
    Campus.Checked checked = check(campus, vantage, campus.file("site.yaml"));
    Map<String, Status> others = new TreeMap<>();
    for (RuleResult result : checked.run().results()) {
      if (result.verdict().status() != Status.PASS) {
        others.put(result.rule().id(), result.verdict().status());
      }
    }
    assertEquals(Map.of(), others, checked.said().out());
    assertEquals(rules, checked.run().results().size());
    assertEquals(0, checked.exit());
  }

  @Test
  void sshThatAClientReachesFails() {
    Campus.Checked checked = blocked("client", PRIVATE_SSH, "allow:appsanywhere02.uni.edu:22/tcp");
    stands(
        checked,
        PRIVATE_SSH,
        1,
        "FAIL FIREWALL",
        "198.18.2.12 (appsanywhere02.uni.edu) is reachable but must be blocked: it answers as ssh");
    String advice = verdict(checked, PRIVATE_SSH).advice();
    assertTrue(
        advice.startsWith(
            "Ask the firewall team to block 198.18.3.10 to 198.18.2.12 (appsanywhere02.uni.edu),"
                + " TCP port 22. Take 22/tcp to the AppsAnywhere servers out of the rules"),
        advice);
  }

  @ParameterizedTest
  @CsvSource({
    "drop, CONNECT DROPPED",
    "reject-admin-prohibited, CONNECT REJECTED",
    "reject-net-unreachable, CONNECT NO_ROUTE",
    "reject-reset, CONNECT REFUSED"
  })
  void blockedSshPassesAndSaysHow(String kind, String cause) {
    Campus.Checked checked =
        blocked(
            "client",
            PRIVATE_SSH,
            kind + ":appsanywhere01.uni.edu:22/tcp",
            kind + ":appsanywhere02.uni.edu:22/tcp");
    stands(
        checked,
        PRIVATE_SSH,
        0,
        "PASS",
        "blocked: 198.18.1.10 (appsanywhere01.uni.edu): " + cause,
        "blocked: 198.18.2.12 (appsanywhere02.uni.edu): " + cause);
  }

  @Test
  void silenceProvesNothingWhileTheControlIsSilentToo() {
    Campus.Checked checked = blocked("client", PRIVATE_SSH, "drop:appsanywhere.uni.edu:443/tcp");
    stands(
        checked,
        PRIVATE_SSH,
        1,
        "INCONCLUSIVE",
        "lb.service, the control of this rule, does not work");
    stands(checked, "lb.service", 1, "FAIL CONNECT DROPPED FIREWALL");
  }

  /** What answers under another's certificate may be a captive portal. */
  @Test
  void aControlWithAnothersCertificateIsNone() {
    stands(
        blocked("client", PRIVATE_SSH, "wrong-name:appsanywhere.uni.edu"),
        PRIVATE_SSH,
        1,
        "INCONCLUSIVE",
        "lb.service, the control of this rule, does not work");
  }

  @Test
  void aRuleWithoutItsControlIsUndecided() {
    Campus campus = Campus.up();
    Campus.Checked checked =
        check(
            campus,
            "client",
            campus.file("site.yaml"),
            "--only",
            PRIVATE_SSH,
            "--timeout",
            SILENCE);
    stands(checked, PRIVATE_SSH, 3, "INCONCLUSIVE", "lb.service, the control of this rule");
  }

  @Test
  void insideANameThatDoesNotResolveIsNoBlock() {
    stands(
        blocked("client", PRIVATE_SSH, "nxdomain:appsanywhere02.uni.edu"),
        PRIVATE_SSH,
        3,
        "INCONCLUSIVE RESOLVE NAME_NOT_FOUND SITE_FILE",
        "appsanywhere02.uni.edu does not resolve, which is not a block");
  }

  @Test
  void outsideANameThatDoesNotExistIsPrivate() {
    for (String rule : List.of(PRIVATE_SSH, PRIVATE_SERVER)) {
      stands(
          blocked("outside", rule),
          rule,
          0,
          "PASS",
          "not published: appsanywhere01.uni.edu does not exist as seen from here");
    }
    stands(
        blocked("outside", PRIVATE_SERVER, "drop:appsanywhere.uni.edu:443/tcp"),
        PRIVATE_SERVER,
        1,
        "INCONCLUSIVE",
        "lb.service, the control of this rule, does not work");
  }

  @Test
  void outsideAPrivateAddressIsPrivate() {
    stands(
        published(seenAt("10.1.2.4")),
        PRIVATE_SERVER,
        0,
        "PASS",
        "not published: 10.1.2.4 (appsanywhere02.uni.edu) is a private address");
  }

  @Test
  void outsideAPublishedServerMustBeBlocked() {
    stands(
        published(seenAt("198.18.2.12")),
        PRIVATE_SERVER,
        0,
        "PASS",
        "blocked: 198.18.2.12 (appsanywhere02.uni.edu): CONNECT DROPPED");
    Campus.Checked open = published(seenAt("198.18.2.12"), "allow:appsanywhere02.uni.edu:443/tcp");
    stands(
        open,
        PRIVATE_SERVER,
        1,
        "FAIL FIREWALL",
        "198.18.2.12 (appsanywhere02.uni.edu) is reachable but must be blocked: it answers as"
            + " https");
    assertTrue(
        verdict(open, PRIVATE_SERVER)
            .advice()
            .startsWith("Ask the firewall team to block 198.19.128.10 to 198.18.2.12"),
        verdict(open, PRIVATE_SERVER).advice());
  }

  @Test
  void aBlockedJumpHostFails() {
    Campus campus = Campus.up();
    campus.fault("drop:appsanywhere02.uni.edu:22/tcp");
    stands(
        check(campus, "jump-host", campus.file("site.yaml"), "--timeout", SILENCE),
        "inbound.ssh",
        1,
        "FAIL CONNECT DROPPED FIREWALL",
        "1 of 2 addresses fail; 198.18.2.12 (appsanywhere02.uni.edu)");
    Campus.up().fault("reject-reset:appsanywhere02.uni.edu:22/tcp");
    Campus.Checked refused =
        check(campus, "jump-host", campus.file("site.yaml"), "--timeout", SILENCE);
    stands(refused, "inbound.ssh", 1, "FAIL CONNECT REFUSED SERVER");
    assertTrue(
        verdict(refused, "inbound.ssh").advice().contains("Appliance Configuration Console"));
  }
}
