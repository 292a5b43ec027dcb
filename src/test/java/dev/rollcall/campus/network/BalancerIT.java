package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.RuleResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The load balancer's contract, held and then broken in one way at a time. */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BalancerIT {
  private static final String FAILS = "FAIL EXCHANGE UNEXPECTED LOAD_BALANCER";

  private final Map<String, Map<String, String>> sound = new HashMap<>();

  @AfterAll
  void clearFaults() {
    Campus.up();
  }

  private static Campus.Checked check(String vantage, Path site) {
    return Campus.up().check(place(vantage), site, List.of(), arguments(vantage));
  }

  private static String place(String vantage) {
    return vantage.equals("appsanywhere") ? "appliance" : vantage;
  }

  private static String[] arguments(String vantage) {
    String rules = vantage.equals("client") ? "lb.*,inbound.portal" : "lb.*";
    return new String[] {"--from", vantage, "--only", rules};
  }

  /** What a fault changes for a vantage, beside how it stands without. */
  private Campus.Checked changes(String vantage, String fault, Map<String, String> expected) {
    Map<String, String> before =
        sound.computeIfAbsent(
            vantage, v -> RuleOutcomes.of(check(vantage, Campus.up().file("site.yaml")).run()));
    Campus campus = Campus.up();
    campus.fault(fault);
    Campus.Checked checked =
        campus.check(place(vantage), campus.file("site.yaml"), List.of(), arguments(vantage));
    Map<String, String> changed = new TreeMap<>();
    RuleOutcomes.of(checked.run())
        .forEach(
            (id, now) -> {
              if (!now.equals(before.get(id))) {
                changed.put(id, now);
              }
            });
    assertEquals(new TreeMap<>(expected), changed, checked.said().out());
    boolean fails = expected.values().stream().anyMatch(is -> is.startsWith("FAIL"));
    assertEquals(fails ? 1 : 0, checked.exit());
    return checked;
  }

  private static void says(Campus.Checked checked, String rule, String... words) {
    RuleResult result = result(checked, rule);
    for (String word : words) {
      assertTrue(
          result.verdict().summary().contains(word),
          () -> word + " is missing in: " + result.verdict().summary());
    }
  }

  private static RuleResult result(Campus.Checked checked, String rule) {
    return checked.run().results().stream()
        .filter(one -> one.rule().id().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyRuleHoldsFromEveryVantage() {
    Map<String, List<String>> rules =
        Map.of(
            "client",
            List.of(
                "inbound.portal",
                "lb.redirect",
                "lb.redirect-uri",
                "lb.service",
                "lb.persistence",
                "lb.sso",
                "lb.health"),
            "outside",
            List.of("lb.redirect", "lb.redirect-uri", "lb.service"),
            "appsanywhere",
            List.of("lb.https-backend", "lb.health", "lb.health-interval"));
    rules.forEach(
        (vantage, ids) -> {
          Campus.Checked checked = check(vantage, Campus.up().file("site.yaml"));
          assertEquals(0, checked.exit(), checked.said().toString());
          List<String> seen = new ArrayList<>();
          RuleOutcomes.of(checked.run())
              .forEach(
                  (id, is) -> {
                    seen.add(id);
                    assertEquals(id.equals("lb.health-interval") ? "SKIPPED" : "PASS", is, id);
                  });
          assertEquals(ids.stream().sorted().toList(), seen);
        });
  }

  @Test
  void theRedirectDropsTheQuery() {
    Campus.Checked checked =
        changes("client", "lb-redirect-drops-query", Map.of("lb.redirect-uri", FAILS));
    says(
        checked,
        "lb.redirect-uri",
        "asked for /rollcall/a%20b/c/~d;e=f?x=1&x=2&",
        ", redirected to https://appsanywhere.uni.edu/rollcall/",
        ": the query is lost");
    String advice = result(checked, "lb.redirect-uri").verdict().advice();
    assertTrue(
        advice.matches("Ask the load balancer team why [^ ]+ \\([^ ]+\\) answers this way, .*"),
        advice);
    changes("outside", "lb-redirect-drops-query", Map.of("lb.redirect-uri", FAILS));
  }

  @Test
  void theRedirectLeadsToAnotherHost() {
    Campus.Checked checked =
        changes(
            "client",
            "lb-redirect-elsewhere",
            Map.of("lb.redirect", FAILS, "lb.redirect-uri", FAILS));
    says(
        checked,
        "lb.redirect",
        "redirects to https://parallels.uni.edu/, not to https on the same host");
  }

  @Test
  void nothingKeepsAClientOnItsServer() {
    Campus.Checked checked =
        changes("client", "lb-no-persistence", Map.of("lb.persistence", FAILS));
    says(
        checked,
        "lb.persistence",
        // The other rules' requests take their turns in between.
        "8 connections reached 2 servers: appsanywhere0",
        " times, appsanywhere0",
        " times (header X-Server), in order 1 ");
  }

  @Test
  void aCookieKeepsTheClientWhereItsAddressShould() {
    says(
        changes("client", "lb-cookie-persistence", Map.of("lb.persistence", FAILS)),
        "lb.persistence",
        "8 connections reached 2 servers");
  }

  private static String byCookie(String site) {
    return site.replace("mode: source", "mode: cookie");
  }

  private static Campus.Checked persistence(UnaryOperator<String> change, String... faults) {
    Campus campus = Campus.up();
    campus.fault(faults);
    return campus.check(
        "client",
        campus.site("persistence.yaml", change),
        List.of(),
        "--from",
        "client",
        "--only",
        "lb.persistence");
  }

  private static void stands(Campus.Checked checked, int exit, String is, String... words) {
    assertEquals(
        is, RuleOutcomes.of(checked.run()).get("lb.persistence"), checked.said().toString());
    assertEquals(exit, checked.exit());
    says(checked, "lb.persistence", words);
  }

  @Test
  void persistenceByCookie() {
    stands(
        persistence(BalancerIT::byCookie, "lb-cookie-persistence"),
        0,
        "PASS",
        "cookie SERVERID",
        "server appsanywhere0");
    stands(
        persistence(BalancerIT::byCookie, "lb-no-persistence"),
        1,
        FAILS,
        "2 connections without a cookie reached 2 servers",
        "does not set a cookie");
    stands(
        persistence(BalancerIT::byCookie),
        3,
        "INCONCLUSIVE",
        "8 connections without a cookie all reached appsanywhere0",
        "a cookie could prove nothing");
  }

  @Test
  void whatCannotTellTheServersApartNeverPasses() {
    stands(
        persistence(site -> site.replace("X-Server", "X-Nothing")),
        3,
        "INCONCLUSIVE",
        "no answer carries the header X-Nothing (HTTP 200)");
    stands(
        persistence(site -> site.replace("{header: X-Server}", "{header: Server}")),
        3,
        "INCONCLUSIVE",
        "the header Server says 'nginx', which names no server of the site");
    stands(
        persistence(site -> site.replace("{header: X-Server}", "{certificate: true}")),
        3,
        "INCONCLUSIVE",
        "the certificate says '");
    stands(
        persistence(site -> site.replace(", appsanywhere02.uni.edu]", "]")),
        3,
        "INCONCLUSIVE",
        "one server only");
    stands(
        persistence(site -> site.replace("evidence: {header: X-Server}", "")),
        3,
        "INCONCLUSIVE SITE_FILE",
        "not configured: service.persistence.evidence.header");
  }

  @Test
  void oneServerSpeaksOnlyHttp() {
    String plain = "FAIL TLS MALFORMED SERVER";
    Campus.Checked checked =
        changes(
            "appsanywhere",
            "http-only:appsanywhere02.uni.edu",
            // The health URL is one of HTTPS, too.
            Map.of("lb.https-backend", plain, "lb.health", plain));
    says(
        checked, "lb.https-backend", "1 of 2 addresses fail; 198.18.2.12 (appsanywhere02.uni.edu)");
  }

  @Test
  void oneServersHealthUrlSays503() {
    Campus.Checked checked =
        changes(
            "appsanywhere",
            "health-503:appsanywhere02.uni.edu",
            Map.of("lb.health", "FAIL EXCHANGE UNEXPECTED SERVER"));
    says(
        checked,
        "lb.health",
        "1 of 2 addresses fail; 198.18.2.12 (appsanywhere02.uni.edu)",
        "HTTP 503 where 200 is expected");
  }

  @Test
  void theBalancerShowsAnothersCertificate() {
    String wrong = "FAIL TLS WRONG_NAME LOAD_BALANCER";
    Campus.Checked checked =
        changes(
            "client",
            "wrong-name:appsanywhere.uni.edu",
            Map.of(
                "inbound.portal",
                wrong,
                "lb.service",
                wrong,
                "lb.persistence",
                "WARN LOAD_BALANCER",
                "lb.sso",
                "WARN LOAD_BALANCER",
                "lb.health",
                "WARN LOAD_BALANCER"));
    says(checked, "lb.service", "wrong.name.test");
    assertTrue(
        result(checked, "lb.service")
            .verdict()
            .advice()
            .startsWith(
                "Ask the load balancer team for a certificate that names appsanywhere.uni.edu"));
    changes("outside", "wrong-name:appsanywhere.uni.edu", Map.of("lb.service", wrong));
  }
}
