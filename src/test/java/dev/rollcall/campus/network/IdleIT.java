package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code check --idle} through a firewall that forgets idle connections. */
@Tag("campus")
class IdleIT {
  private static final int SECONDS = 10;
  private static final Pattern BETWEEN = Pattern.compile("cut between ([0-9.]+) s and ([0-9.]+) s");

  private static final Campus CAMPUS = Campus.up();

  /**
   * For how long the router keeps an idle connection, and whether it takes one up in its middle.
   */
  private static void state(int seconds, int loose) {
    String set =
        "sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established="
            + seconds
            + " net.netfilter.nf_conntrack_tcp_loose="
            + loose;
    Campus.Said said = CAMPUS.exec("router", Map.of(), "sh", "-c", set);
    assertEquals(0, said.exit(), said::toString);
  }

  @AfterEach
  void usualState() {
    state(432_000, 1);
  }

  private static Campus.Checked check(String... more) {
    List<String> all = new ArrayList<>(List.of("--only", "ad.ldaps,sql.tds"));
    all.addAll(List.of(more));
    return CAMPUS.check(
        "appliance", CAMPUS.file("site-credentials.yaml"), List.of(), all.toArray(String[]::new));
  }

  @Test
  void anIdleTimeoutIsFound() {
    // The first login loads the driver, which may take longer than the state lasts.
    check();
    state(SECONDS, 0);
    Run run = check("--idle", "7s,13s").run();
    assertEquals(2, run.count(Status.FAIL), run::toString);
    for (RuleResult result : run.results()) {
      Fault fault = result.verdict().cause().orElseThrow();
      System.out.println(result.rule().id() + ": " + fault.evidence());
      assertEquals("EXCHANGE IDLE_CUT", fault.cause());
      assertEquals(Owner.FIREWALL, result.verdict().owner().orElseThrow());
      Matcher between = BETWEEN.matcher(fault.evidence());
      assertTrue(between.find(), fault::evidence);
      double low = Double.parseDouble(between.group(1));
      double high = Double.parseDouble(between.group(2));
      assertTrue(low < 1.1 * SECONDS && high > 0.9 * SECONDS, fault::evidence);
      assertTrue(high < 1.3 * low, fault::evidence);
    }
  }
}
