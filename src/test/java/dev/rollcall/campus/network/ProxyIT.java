package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.RuleOutcomes;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A university whose own machines know no name of the internet; only its proxy does. */
@Tag("campus")
class ProxyIT {
  /** What the catalogue says of these where a name does not exist: ask the vendor first. */
  private static final Set<String> MAY_BE_GONE =
      Set.of("repo.centos-mirrorlist", "client.cdn", "patch.cdn");

  private static Campus campus;
  private static Path proxied;

  @BeforeAll
  static void up() {
    campus = Campus.up();
    proxied =
        campus.site(
            "proxied.yaml",
            site -> site + "proxy: {url: http://proxy.uni.edu:3128, except: [.uni.edu]}\n");
  }

  @AfterEach
  void clearFaults() {
    Campus.up();
  }

  @Test
  void withoutTheProxyNoExternalNameIsFound() {
    campus.fault("names-only-by-proxy");
    Campus.Checked checked = campus.check();
    assertStanding(checked, ProxyIT::unknown);
    assertEquals(1, checked.exit());
  }

  private static String unknown(Rule rule) {
    if (!rule.judging().external()) {
      return "PASS";
    }
    boolean vendor = MAY_BE_GONE.contains(rule.id());
    boolean warn = vendor || rule.judging().severity() == Severity.ADVISORY;
    return (warn ? "WARN" : "FAIL") + " RESOLVE NAME_NOT_FOUND " + (vendor ? "VENDOR" : "DNS");
  }

  @Test
  void throughTheProxyHttpAndHttpsPassAndNothingElseDoes() {
    campus.fault("names-only-by-proxy");
    Campus.Checked checked = campus.check("appliance", proxied, List.of());
    assertStanding(checked, rule -> web(rule) ? sound(rule) : unknown(rule));
    for (RuleResult result : checked.run().results()) {
      if (!(result.evidence() instanceof Evidence.Probed probed)) {
        continue;
      }
      boolean through = web(result.rule());
      probed
          .findings()
          .forEach(
              finding ->
                  assertEquals(
                      through, finding.route() instanceof Route.ViaProxy, result.rule().id()));
      if (through) {
        assertFalse(probed.findings().isEmpty(), result.rule().id());
        assertEquals(
            List.of("proxy.uni.edu"),
            probed.names().stream().map(name -> name.host()).toList(),
            result.rule().id() + ": only the proxy's own name is resolved here");
      }
    }
  }

  @Test
  void whatTheProxyForbidsIsDeniedByTheProxy() {
    campus.fault("names-only-by-proxy", "proxy-denies");
    Campus.Checked checked = campus.check("appliance", proxied, List.of());
    assertStanding(
        checked,
        rule ->
            Set.of("icons.api", "libraries.github").contains(rule.id())
                ? "FAIL PROXY DENIED PROXY"
                : web(rule) ? sound(rule) : unknown(rule));
  }

  @Test
  void aProxyThatAsksForALoginDiffersFromOneThatForbids() {
    campus.fault("proxy-credentials");
    Campus.Checked checked = campus.check("appliance", proxied, List.of());
    assertStanding(
        checked,
        rule ->
            !web(rule)
                ? "PASS"
                : (rule.judging().severity() == Severity.ADVISORY
                            || rule.judging().retired().isPresent()
                        ? "WARN"
                        : "FAIL")
                    + " PROXY DENIED "
                    + (rule.judging().retired().isPresent() ? "VENDOR" : "PROXY"));
    for (RuleResult result : checked.run().results()) {
      if (web(result.rule())) {
        String evidence = result.verdict().cause().orElseThrow().evidence();
        assertTrue(evidence.startsWith("the proxy asks for credentials: "), evidence);
        assertTrue(evidence.contains("407"), evidence);
      }
    }
  }

  /** Nothing identifies one of them over plain HTTP. */
  private static String sound(Rule rule) {
    return rule.id().equals("icons.api") ? "WARN VENDOR" : "PASS";
  }

  private static boolean web(Rule rule) {
    return rule.judging().external() && rule.protocol().startsWith("http");
  }

  private static void assertStanding(Campus.Checked checked, Function<Rule, String> expectation) {
    Map<String, String> expected = new TreeMap<>();
    for (RuleResult result : checked.run().results()) {
      boolean skipped = result.evidence() instanceof Evidence.Skipped;
      expected.put(result.rule().id(), skipped ? "SKIPPED" : expectation.apply(result.rule()));
    }
    assertEquals(expected, RuleOutcomes.of(checked.run()));
  }
}
