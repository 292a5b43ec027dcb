package dev.rollcall.campus.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.document.RunDocument;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.rule.Owner;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A chain of routers with a firewall at each in turn ({@code src/test/campus/chain}), and a user
 * without privileges: the right router is named, and all that was sent is in the report.
 */
@Tag("campus")
class PathIT {
  private static final String CHAIN = Path.of("src/test/campus/chain").toAbsolutePath().toString();
  private static final Path DIR = Path.of("target", "chain").toAbsolutePath();

  /**
   * Cases that are checked together, within the time that all their searches need, each at its
   * pace.
   */
  private record Batch(String timeout, List<String> cases) {}

  /**
   * The batches that are checked at the same time. Those of the second round share the router that
   * limits its answers.
   */
  private static final List<List<Batch>> ROUNDS =
      List.of(
          List.of(
              new Batch(
                  "20s",
                  List.of(
                      "open", "drop-r1", "drop-r2", "drop-r3", "port-r2", "reject-*", "two-paths")),
              new Batch("10s", List.of("translated", "reset-*", "refused", "udp-port-r2"))),
          List.of(
              new Batch(
                  "20s",
                  List.of("drop-r4", "drop-server", "drop-back", "silent-*", "udp-drop-server")),
              new Batch("10s", List.of("udp-drop-r2", "udp-reject-r3", "udp-closed", "large-*"))));

  /** Who must act, where the place decides that. */
  private static final Map<String, Owner> OWNERS =
      Map.of(
          "refused", Owner.SERVER,
          "udp-closed", Owner.SERVER,
          "reject-own", Owner.SERVER,
          "reject-port", Owner.FIREWALL,
          "reset-r2", Owner.FIREWALL);

  /** How often a request was sent, where the report does not say it. */
  private static final Integer UNKNOWN = -1;

  @BeforeAll
  static void up() throws Exception {
    Files.createDirectories(DIR);
    run("down", DIR.toString());
    run("up", DIR.toString());
  }

  @AfterAll
  static void down() throws Exception {
    run("down", DIR.toString());
  }

  private static Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(CHAIN));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String run(String... arguments) throws Exception {
    Path output = DIR.resolve("out-" + arguments[0]);
    Process process = start(output, arguments);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), arguments[0]);
    String text = Files.readString(output);
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  private record Case(String finding, String router) {}

  private static Map<String, Case> cases() throws Exception {
    Map<String, Case> cases = new TreeMap<>();
    for (String line : run("cases").lines().toList()) {
      String[] words = line.split(" ", -1);
      cases.put(words[0], new Case(words[2], words[3]));
    }
    return cases;
  }

  @Test
  void theRightRouterIsNamedAndAllRequestsAreInTheReport() throws Exception {
    Path catalogue = DIR.resolve("catalogue.yaml");
    Files.writeString(catalogue, run("catalogue"));
    Path requests = DIR.resolve("requests");
    Process capture = start(requests, "requests", DIR.toString());
    Map<String, RuleResult> results = new TreeMap<>();
    try {
      while (!Files.readString(requests).startsWith("ready")) {
        assertTrue(capture.isAlive(), () -> "see " + requests);
        Thread.sleep(20);
      }
      for (List<Batch> round : ROUNDS) {
        checked(round, catalogue).forEach(one -> results.put(one.rule().id(), one));
      }
    } finally {
      capture.destroy();
    }
    assertTrue(capture.waitFor(30, TimeUnit.SECONDS));
    List<String> captured = Files.readAllLines(requests);
    captured.remove(0);
    Map<String, Case> cases = cases();
    assertEquals(2 * cases.size(), results.size());
    for (RuleResult result : results.values()) {
      String[] id = result.rule().id().split("\\.", 2);
      claims(result, id[0], cases.get(id[1]));
      advises(result, id[0], id[1], cases.get(id[1]));
    }
    assertEquals("", difference(tuples(captured, results), reported(results)));
  }

  /** All batches of a round and both families at once. */
  private static List<RuleResult> checked(List<Batch> round, Path catalogue) throws Exception {
    Map<String, Process> checks = new LinkedHashMap<>();
    for (Batch batch : round) {
      for (String family : List.of("v4", "v6")) {
        String name = family + "-" + batch.cases().get(0).replace("*", "");
        checks.put(name, check(name, family, batch, catalogue));
      }
    }
    List<RuleResult> results = new ArrayList<>();
    for (Map.Entry<String, Process> check : checks.entrySet()) {
      String said = DIR.resolve(check.getKey() + ".txt").toString();
      assertTrue(check.getValue().waitFor(120, TimeUnit.SECONDS), said);
      assertEquals(1, check.getValue().exitValue(), said);
      results.addAll(RunDocument.read(DIR.resolve(check.getKey() + ".json")).results());
    }
    return results;
  }

  private static Process check(String name, String family, Batch batch, Path catalogue)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "exec",
                DIR.toString(),
                Campus.JAVA,
                "-jar",
                Campus.JAR.toString(),
                "check",
                "--checks"));
    command.addAll(List.of(catalogue.toString(), "--timeout", batch.timeout(), "--report"));
    command.add("json=" + DIR.resolve(name + ".json"));
    batch.cases().forEach(one -> command.addAll(List.of("--only", family + "." + one)));
    return start(DIR.resolve(name + ".txt"), command.toArray(String[]::new));
  }

  private static List<Attempt> attempts(RuleResult result) {
    return ((Evidence.Probed) result.evidence())
        .findings().stream().flatMap(finding -> finding.attempts().stream()).toList();
  }

  /** The claim is the right one; of two paths, one of which drops, it may be none. */
  private static void claims(RuleResult result, String family, Case expected) {
    for (Attempt attempt : attempts(result)) {
      String text = result.rule().id() + ": " + attempt.path();
      if (!(attempt.outcome() instanceof Outcome.Failed)) {
        assertTrue(attempt.path().isEmpty(), text);
        assertTrue(expected.finding.equals("-") || expected.finding.equals("ANY"), text);
        continue;
      }
      PathTrace trace = attempt.path().orElseThrow(() -> new AssertionError(text));
      if (expected.finding.equals("ANY")) {
        continue;
      }
      assertEquals(expected.finding, trace.finding().name(), text);
      if (expected.router.equals("server")) {
        assertTrue(trace.sentence().contains(", the destination itself."), text);
      } else if (!expected.router.equals("-")) {
        assertTrue(names(trace.sentence(), family, expected.router), text);
      }
    }
  }

  /** The advice names the same place, and the owner is whose place it is. */
  private static void advises(RuleResult result, String family, String name, Case expected) {
    if (expected.finding.equals("-") || expected.finding.equals("ANY")) {
      return;
    }
    String text = result.rule().id() + ": " + result.verdict();
    Owner owner = OWNERS.getOrDefault(name, Owner.FIREWALL);
    assertEquals(Optional.of(owner), result.verdict().owner(), text);
    String advice = result.verdict().advice();
    boolean server = expected.router.equals("server");
    // A closed UDP port is answered so; that needs no place.
    boolean own = server && !name.startsWith("udp");
    assertEquals(own, advice.contains("its own address (ICMP "), text);
    if (!server && !expected.router.equals("-")) {
      assertTrue(addresses(family, expected.router).stream().anyMatch(advice::contains), text);
    }
  }

  /** Whether it names that router first; three branches meet behind the second. */
  private static boolean names(String sentence, String family, String router) {
    return addresses(family, router).stream()
        .anyMatch(
            address ->
                sentence.matches(
                    "((Connection requests|Datagrams|Packets) (to port \\d+ |of 1500 bytes )?get as"
                        + " far as |Rejected by ICMP: |The reset .* get to )"
                        + java.util.regex.Pattern.quote(address)
                        + "[ :].*"));
  }

  private static List<String> addresses(String family, String router) {
    List<String> networks =
        switch (router) {
          case "3" -> List.of("3", "13");
          case "4" -> List.of("4", "14", "24");
          default -> List.of(router);
        };
    return networks.stream()
        .map(n -> family.equals("v4") ? "10.77." + n + ".2" : "fd77:" + n + ":0:0:0:0:0:2")
        .toList();
  }

  private static String difference(Map<String, Integer> captured, Map<String, Integer> reported) {
    Set<String> tuples = new TreeSet<>(captured.keySet());
    tuples.addAll(reported.keySet());
    return tuples.stream()
        .filter(tuple -> !Objects.equals(captured.get(tuple), reported.get(tuple)))
        // A system that was busy at the end does not say how often; what it says is right.
        .filter(tuple -> !captured.containsKey(tuple) || !UNKNOWN.equals(reported.get(tuple)))
        .map(
            tuple ->
                tuple
                    + ": captured "
                    + captured.get(tuple)
                    + ", reported "
                    + reported.get(tuple)
                    + "\n")
        .collect(Collectors.joining());
  }

  /** How often each request was captured, by its ports and addresses; each in its flow's time. */
  private static Map<String, Integer> tuples(List<String> captured, Map<String, RuleResult> results)
      throws IOException {
    Map<String, Flow> flows = flows(results);
    Map<String, Integer> tuples = new TreeMap<>();
    for (String line : captured) {
      String[] words = line.split(" ", -1);
      String tuple = tuple(words[1], words[2], words[3], words[4]);
      tuples.merge(tuple, 1, Integer::sum);
      Flow flow = flows.get(tuple);
      if (flow != null) {
        BigDecimal time = new BigDecimal(words[0]);
        Instant at =
            Instant.ofEpochSecond(
                time.longValue(), time.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        assertTrue(!at.isBefore(flow.start()) && !at.isAfter(flow.end()), at + " " + flow);
      }
    }
    return tuples;
  }

  private static Map<String, Flow> flows(Map<String, RuleResult> results) {
    Map<String, Flow> flows = new TreeMap<>();
    for (RuleResult result : results.values()) {
      for (Attempt attempt : attempts(result)) {
        attempt.flows().stream()
            .filter(flow -> flow.purpose() != Flow.Purpose.PATH)
            .forEach(flow -> flows.put(tuple(flow), flow));
      }
    }
    return flows;
  }

  /** How often each request was sent, as the report says it. */
  private static Map<String, Integer> reported(Map<String, RuleResult> results) {
    Map<String, Integer> sent = new TreeMap<>();
    for (RuleResult result : results.values()) {
      for (Attempt attempt : attempts(result)) {
        attempt
            .flows()
            .forEach(flow -> sent.merge(tuple(flow), flow.sent().orElse(UNKNOWN), Integer::sum));
      }
    }
    return sent;
  }

  private static String tuple(Flow flow) {
    return tuple(
        flow.source(), "" + flow.sourcePort(), flow.destination(), "" + flow.destinationPort());
  }

  private static String tuple(String source, String port, String destination, String to) {
    try {
      return InetAddress.getByName(source).getHostAddress()
          + " "
          + port
          + " "
          + InetAddress.getByName(destination).getHostAddress()
          + " "
          + to;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
