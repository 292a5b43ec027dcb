package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many destinations a run begins to probe, and when, as the router's nftables sees it. */
@Tag("campus")
class RateIT {
  private static final Campus CAMPUS = Campus.up();

  /**
   * A destination, and when its first packet came, in milliseconds from an arbitrary moment: how
   * long the router still remembers it.
   */
  private record First(String host, String protocol, int port, int at) {}

  private static final Pattern ELEMENT =
      Pattern.compile(
          "([0-9a-f.:]+) \\. (tcp|udp) \\. ([0-9]+) expires (?:([0-9]+)s)?(?:([0-9]+)ms)?");

  private static String router(String script) {
    Campus.Said said = CAMPUS.exec("router", Map.of(), "sh", "-c", script);
    assertEquals(0, said.exit(), said::toString);
    return said.out();
  }

  @BeforeEach
  void count() {
    // Below a minute, so that nft prints seconds.
    String set = "; flags dynamic, timeout; timeout 59s; size 4096; }; ";
    String first = "iifname \"appliance\" ct direction original th dport != 53 add ";
    router(
        "nft 'table inet rate {"
            + " set seen4 { type ipv4_addr . inet_proto . inet_service"
            + set
            + " set seen6 { type ipv6_addr . inet_proto . inet_service"
            + set
            + " chain c { type filter hook forward priority -10; "
            + first
            + "@seen4 { ip daddr . meta l4proto . th dport }; "
            + first
            + "@seen6 { ip6 daddr . meta l4proto . th dport }; }; }'");
  }

  @AfterEach
  void stop() {
    router("nft delete table inet rate");
  }

  private static List<First> seen() {
    List<First> all = new ArrayList<>();
    Matcher element = ELEMENT.matcher(router("nft list table inet rate"));
    while (element.find()) {
      all.add(
          new First(
              element.group(1),
              element.group(2),
              number(element.group(3)),
              1000 * number(element.group(4)) + number(element.group(5))));
    }
    all.sort(Comparator.comparingInt(First::at));
    return all;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Ten hosts that are not there, with eight ports each: the firewall drops all of them. */
  private static Path catalogue() throws IOException {
    StringBuilder rules = new StringBuilder("catalogue: rate\ntitle: Rate\n\ngroups:\n");
    rules.append("  Rate: {from: [appsanywhere]}\n\nrules:\n");
    for (int i = 0; i < 80; i++) {
      rules.append(
          String.format(
              "  - {id: r%d, to: 198.18.2.%d, port: %d/tcp, protocol: tcp, usage: none}%n",
              i, 200 + i % 10, 1000 + i / 10));
    }
    return Files.writeString(CAMPUS.file("rate.yaml"), rules);
  }

  /** In any time no more than the burst, and the rate for that time; a packet may be late. */
  private static void assertRate(List<First> all, int burst, double perSecond) {
    for (int i = 0; i < all.size(); i++) {
      for (int j = i; j < all.size(); j++) {
        double seconds = (all.get(j).at() - all.get(i).at() + 50) / 1000.0;
        int begun = j - i + 1;
        int from = i;
        assertTrue(
            begun <= burst + perSecond * seconds + 1,
            () -> begun + " in " + seconds + " s, from " + all.get(from) + ": " + all);
      }
    }
  }

  @Test
  void noMoreNewDestinationsAreProbedThanStated() throws Exception {
    Campus.Said said =
        CAMPUS.rollcall(
            "appliance", "check", "--checks", catalogue().toString(), "--timeout", "500ms");
    assertEquals(1, said.exit(), said::toString);
    List<First> all = seen().stream().filter(one -> one.host().startsWith("198.18.2.20")).toList();
    List<First> probed = all.stream().filter(one -> one.port() >= 1000).toList();
    assertEquals(80, probed.size());
    assertRate(probed, 64, 3);
    probed.stream()
        .collect(Collectors.groupingBy(First::host))
        .values()
        .forEach(host -> assertRate(host, 8, 1));
    // The search for the place of the loss asks one more port of a host that does not answer.
    all.stream()
        .filter(one -> one.port() < 1000)
        .forEach(one -> assertEquals(9, one.port(), one::toString));
  }

  @Test
  void theWholeTableIsProbedAtOnce() {
    Campus.Checked checked = CAMPUS.check();
    assertEquals(0, checked.exit(), checked::toString);
    List<First> all = seen();
    assertTrue(all.size() > 40, all::toString);
    assertTrue(all.size() <= 64, () -> all.size() + ": " + all);
    all.stream()
        .collect(Collectors.groupingBy(First::host))
        .values()
        .forEach(host -> assertTrue(host.size() <= 8, host::toString));
  }
}
