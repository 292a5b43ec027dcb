package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nine faults of several owners, from two vantages: each team is asked for its own, and a reader
 * who knows only the request finds every drop in the firewall's log.
 */
@Tag("campus")
class ChangeRequestIT {
  private static final Path SCRIPTS = Path.of("src/test/campus").toAbsolutePath();

  /** A cell of RFC 4180. */
  private static final Pattern CELL = Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(,|$)");

  private static List<Map<String, String>> rows(Path csv) throws Exception {
    List<String> lines = Files.readAllLines(csv);
    List<String> columns = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      assertEquals(columns.size(), cells.size(), line);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(columns.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher cell = CELL.matcher(line);
    boolean more = true;
    while (more && cell.find()) {
      String quoted = cell.group(1);
      cells.add(quoted == null ? cell.group(2) : quoted.replace("\"\"", "\""));
      more = !cell.group(3).isEmpty();
    }
    return cells;
  }

  private static Map<String, Set<String>> rules(List<Map<String, String>> rows) {
    Map<String, Set<String>> rules = new TreeMap<>();
    rows.forEach(
        row ->
            rules
                .computeIfAbsent(row.get("owner"), owner -> new TreeSet<>())
                .addAll(List.of(row.get("rule_id").split(", ", -1))));
    return rules;
  }

  @Test
  void eachTeamIsAskedForItsOwnAndTheFirewallsLogProvesIt() throws Exception {
    Campus campus = Campus.up();
    campus.fault(
        "drop:MSSQL.uni.edu:1433/tcp",
        "reject-admin-prohibited:myfileshare.uni.edu:445/tcp",
        "drop:github.com:443/tcp",
        "drop:dc1.uni.edu:88/udp",
        "drop:dc2.uni.edu:88/udp",
        "tls-inspection:rpm.nodesource.com",
        "nxdomain:cloudpaging.uni.edu",
        "expired:parallels.uni.edu",
        "lb-redirect-drops-query");
    Path log = campus.file("firewall.log");
    Path server = campus.file("server.json");
    Path request = campus.file("request.csv");
    Process watch = watch(campus, log);
    try {
      campus.check("--report", "change-request=" + request, "--report", "json=" + server);
    } finally {
      watch.destroy();
      watch.waitFor(30, TimeUnit.SECONDS);
    }
    Path desk = campus.file("desk.json");
    campus.check(
        "client",
        campus.file("site.yaml"),
        List.of(),
        "--from",
        "client",
        "--report",
        "json=" + desk);
    Path both = campus.file("both.csv");
    Campus.Said rendered =
        campus.rollcall(
            "appliance",
            "render",
            server.toString(),
            desk.toString(),
            "--report",
            "change-request=" + both);
    assertEquals(0, rendered.exit(), rendered::toString);

    Set<String> firewall = Set.of("sql.tds", "files.smb", "libraries.github", "ad.kerberos");
    assertEquals(
        Map.of(
            "firewall team", firewall,
            "load balancer team", Set.of("lb.redirect-uri"),
            "proxy team", Set.of("repo.nodesource"),
            "DNS team", Set.of("cloudpaging")),
        rules(rows(both)));
    for (Map<String, String> row : rows(request)) {
      if (row.get("owner").equals("firewall team")) {
        assertTrue(
            Set.of("198.18.1.10", "2001:db8:18:1::10").contains(row.get("source")), row::toString);
      }
    }
    Campus.Said found =
        campus.exec(
            "router",
            Map.of(),
            "python3",
            SCRIPTS.resolve("python/find-drops.py").toString(),
            request.toString(),
            log.toString());
    System.out.print(found.out());
    assertEquals(0, found.exit(), found::toString);
    for (String rule : firewall) {
      assertTrue(found.out().contains(rule + " 198.18.1.10 "), found::toString);
    }
  }

  private static Process watch(Campus campus, Path log) throws Exception {
    Process watch =
        campus.launch(
            "router",
            List.of(),
            Map.of(),
            List.of(SCRIPTS.resolve("lib/firewall-log").toString(), log.toString()));
    while (!Files.exists(log)) {
      assertTrue(watch.isAlive(), () -> campus.finish(watch).toString());
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return watch;
  }
}
