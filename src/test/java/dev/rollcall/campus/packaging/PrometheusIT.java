package dev.rollcall.campus.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metrics through a real node exporter into a real Prometheus, on the appliance's loopback:
 * neither runs as root, as their packages have it.
 */
@Tag("campus")
class PrometheusIT {
  private static final Path RULES = Path.of("packaging/prometheus/rollcall.rules.yml");
  private static final Path DASHBOARD = Path.of("packaging/grafana/rollcall.json");

  /**
   * The campus' directory as every user in a namespace sees it, whatever the permissions of the
   * real one.
   */
  private static final String INSIDE = "/run/campus";

  private static final List<String> AS_PROMETHEUS =
      List.of("setpriv", "--reuid=prometheus", "--regid=prometheus", "--clear-groups");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Campus campus;
  private static final List<Process> SERVERS = new ArrayList<>();

  @BeforeAll
  static void up() throws Exception {
    campus = Campus.up();
    Files.createDirectories(campus.file("textfile"));
    run("appliance", "appsanywhere");
    run("client", "client");
    Files.writeString(
        campus.file("impatient.rules.yml"),
        Files.readString(RULES).replaceAll("(?m)^( *for:) .*$", "$1 0s"));
    Files.writeString(
        campus.file("prometheus.yml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [impatient.rules.yml]
        scrape_configs:
          - job_name: node
            static_configs: [{targets: ['127.0.0.1:9100']}]
        """);
    said("install", "-d", "-o", "prometheus", INSIDE + "/prometheus");
    serve(
        "9100",
        "prometheus-node-exporter",
        "--web.listen-address=127.0.0.1:9100",
        "--collector.disable-defaults",
        "--collector.textfile",
        "--collector.textfile.directory=" + INSIDE + "/textfile");
    serve(
        "9090",
        "prometheus",
        "--config.file=" + INSIDE + "/prometheus.yml",
        "--storage.tsdb.path=" + INSIDE + "/prometheus",
        "--web.listen-address=127.0.0.1:9090");
  }

  @AfterAll
  static void down() {
    SERVERS.forEach(Process::destroy);
    SERVERS.forEach(server -> campus.finish(server));
    Campus.up();
  }

  /** Calls the whole roll, and leaves its metrics where the exporter looks. */
  private static void run(String place, String vantage) {
    campus.check(
        place,
        campus.file("site.yaml"),
        List.of(),
        "--from",
        vantage,
        "--report",
        "prometheus=" + metrics(vantage));
  }

  private static Path metrics(String vantage) {
    return campus.file("textfile/rollcall-" + vantage + ".prom");
  }

  private static void serve(String port, String... command) throws Exception {
    List<String> all = new ArrayList<>(AS_PROMETHEUS);
    all.addAll(List.of(command));
    Process server = campus.launch("appliance", List.of(), Map.of(), all);
    SERVERS.add(server);
    campus.awaitListening("appliance", server, "-lt sport = :" + port);
    int uid = (int) Files.getAttribute(Path.of("/proc", Long.toString(server.pid())), "unix:uid");
    assertNotEquals(0, uid);
  }

  /** What a command says in the appliance's namespace; it must succeed. */
  private static String said(String... command) {
    Campus.Said said = campus.exec("appliance", Map.of(), command);
    assertEquals(0, said.exit(), said.toString());
    return said.out();
  }

  private static String served() {
    return said("curl", "-sS", "--noproxy", "*", "http://127.0.0.1:9100/metrics");
  }

  /** The results of a query, as Prometheus' API gives them. */
  private static JsonNode query(String expression) {
    String answer =
        said(
            "curl",
            "-sS",
            "--noproxy",
            "*",
            "--data-urlencode",
            "query=" + expression,
            "http://127.0.0.1:9090/api/v1/query");
    JsonNode json = JSON.readTree(answer);
    assertEquals("success", json.path("status").asString(), () -> expression + ": " + answer);
    return json.path("data").path("result");
  }

  /** The alert on a rule, once it stands as wanted; a missing node where there is none. */
  private static JsonNode awaitAlert(String name, String rule, Predicate<JsonNode> wanted)
      throws InterruptedException {
    JsonNode alert = null;
    for (int looks = 0; looks < 100; looks++) {
      String answer = said("curl", "-sS", "--noproxy", "*", "http://127.0.0.1:9090/api/v1/alerts");
      alert = JSON.missingNode();
      for (JsonNode one : JSON.readTree(answer).path("data").path("alerts")) {
        JsonNode labels = one.path("labels");
        if (labels.path("alertname").asString().equals(name)
            && labels.path("rule").asString("").equals(rule)) {
          alert = one;
        }
      }
      if (wanted.test(alert)) {
        return alert;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError(name + " of " + rule + " stands so: " + alert);
  }

  @Test
  void promtoolAcceptsTheMetricsAndHasNothingToComplainOf() {
    for (String vantage : List.of("appsanywhere", "client")) {
      assertEquals(
          "", said("sh", "-c", "promtool check metrics <" + metrics(vantage) + " 2>&1"), vantage);
    }
  }

  @Test
  void promtoolAcceptsTheAlertRulesAndTheirTests() {
    Path rules = RULES.toAbsolutePath();
    assertTrue(said("promtool", "check", "rules", rules.toString()).contains("SUCCESS"));
    Path tests = rules.resolveSibling("rollcall.rules.test.yml");
    Campus.Said said =
        campus.exec("appliance", Map.of(), "promtool", "test", "rules", tests.toString());
    assertEquals(0, said.exit(), said.toString());
  }

  @Test
  void theNodeExporterServesBothVantagesWhole() throws IOException {
    List<String> served = served().lines().filter(line -> line.startsWith("rollcall_")).toList();
    int written = 0;
    for (String vantage : List.of("appsanywhere", "client")) {
      written +=
          (int)
              Files.readAllLines(metrics(vantage)).stream()
                  .filter(line -> line.startsWith("rollcall_"))
                  .count();
    }
    assertEquals(written, served.size());
    assertTrue(served().contains("\nnode_textfile_scrape_error 0\n"));
    assertTrue(
        served.contains(
            "rollcall_rule_success{catalogue=\"appsanywhere\",rule=\"sql.tds\","
                + "vantage=\"appsanywhere\"} 1"));
  }

  @Test
  void whatTheExporterCannotReadIsSeenAndLeavesTheRestServed() throws Exception {
    Path broken = campus.file("textfile/broken.prom");
    Files.writeString(broken, "rollcall_rule_success 1 2 3\n");
    try {
      assertTrue(served().contains("\nnode_textfile_scrape_error 1\n"));
      assertTrue(served().contains("\nrollcall_rule_success{"));
      awaitAlert("RollcallTextfileUnreadable", "", PrometheusIT::fires);
    } finally {
      Files.delete(broken);
    }
  }

  @Test
  void aDroppedRuleRaisesTheAlertAndItsRecoveryEndsIt() throws Exception {
    awaitAlert("RollcallRuleFailing", "sql.tds", JsonNode::isMissingNode);
    campus.fault("drop:MSSQL.uni.edu:1433/tcp");
    run("appliance", "appsanywhere");
    JsonNode alert = awaitAlert("RollcallRuleFailing", "sql.tds", PrometheusIT::fires);
    assertEquals("critical", alert.path("labels").path("severity").asString());
    assertEquals("127.0.0.1:9100", alert.path("labels").path("instance").asString());
    String description = alert.path("annotations").path("description").asString();
    assertTrue(
        description.startsWith(
            "appsanywhere depends on MSSQL.uni.edu:1433/tcp (tds), and it does not answer from"
                + " there as it must: DROPPED in phase CONNECT. Who acts: firewall team."),
        description);
    everyQueryOfTheDashboardHasAnAnswer();
    campus.clear("drop:MSSQL.uni.edu:1433/tcp");
    run("appliance", "appsanywhere");
    awaitAlert("RollcallRuleFailing", "sql.tds", JsonNode::isMissingNode);
  }

  private static boolean fires(JsonNode alert) {
    return alert.path("state").asString("").equals("firing");
  }

  /** With a rule that fails, so that the list of what is not well has something to show. */
  private static void everyQueryOfTheDashboardHasAnAnswer() throws IOException {
    JsonNode dashboard = JSON.readTree(Files.readString(DASHBOARD));
    Map<String, Integer> empty = new TreeMap<>();
    int asked = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String expression =
            target.path("expr").asString().replaceAll("\\$(instance|vantage|rule)\\b", ".*");
        assertFalse(expression.contains("$"), expression);
        asked++;
        if (query(expression).isEmpty()) {
          empty.merge(panel.path("title").asString(), 1, Integer::sum);
        }
      }
    }
    assertEquals(Map.of(), empty);
    assertEquals(14, asked);
    JsonNode bad =
        query(
            panelQuery(dashboard, "What is not well")
                .replace("$instance", "127.0.0.1:9100")
                .replace("$vantage", "appsanywhere")
                .replace("$rule", ".*"));
    // icons.api warns in every sound run: plain HTTP without a mark of the destination.
    Map<String, JsonNode> rules = new TreeMap<>();
    for (JsonNode one : bad) {
      rules.put(one.path("metric").path("rule").asString(), one.path("metric"));
    }
    assertEquals(Set.of("icons.api", "sql.tds"), rules.keySet(), bad::toString);
    JsonNode labels = rules.get("sql.tds");
    assertEquals("firewall team", labels.path("owner").asString());
    assertEquals("MSSQL.uni.edu", labels.path("destination").asString());
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      if (variable.path("type").asString().equals("query")) {
        String metric =
            variable.path("definition").asString().replaceAll("label_values\\(([a-z_]+).*", "$1");
        assertFalse(query(metric).isEmpty(), metric);
      }
    }
  }

  private static String panelQuery(JsonNode dashboard, String title) {
    for (JsonNode panel : dashboard.path("panels")) {
      if (panel.path("title").asString().equals(title)) {
        return panel.path("targets").get(0).path("expr").asString();
      }
    }
    throw new AssertionError("no panel " + title);
  }
}
