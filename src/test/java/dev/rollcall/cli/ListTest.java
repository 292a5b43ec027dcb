package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code list} and {@code explain} say of the vendor's table. */
class ListTest {
  /** Of a terminal, of a reader, and of a line. */
  private static final String HOSTILE = "a\\e[31mR\\u202eT\\nnext\\r\\e]0;title\\a";

  @Test
  void textsOfFilesControlNoTerminal(@TempDir Path folder) throws IOException {
    Path checks =
        Files.writeString(
            folder.resolve("checks.yaml"),
            """
            catalogue: own
            title: "%1$s"
            groups: {"%1$s": }
            rules:
              - {id: a, group: "%1$s", from: appsanywhere, to: 127.0.0.1, port: 22/tcp, protocol: ssh, usage: "%1$s", advice: "%1$s", note: "%1$s"}
            """
                .formatted(HOSTILE));
    Path site =
        Files.writeString(folder.resolve("site.yaml"), "rules: {a: {skip: \"" + HOSTILE + "\"}}\n");
    for (String line : new String[] {"list", "lint", "explain a"}) {
      List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
      words.addAll(List.of("--checks", checks.toString(), "--site", site.toString()));
      Said said = Said.to(words.toArray(new String[0]));
      assertEquals(0, said.exit(), said::toString);
      assertTrue(said.out().contains("\\u001b[31mR"), said::out);
      assertTrue(
          said.out().lines().flatMapToInt(String::codePoints).allMatch(c -> c >= ' ' && c < 0x2000),
          said::out);
      assertFalse(said.out().contains("\nnext"), said::out);
    }
  }

  private static final String SITE = "checks/site.example.yaml";

  /** The port of the service is the site file's, also in what has to be opened. */
  @ParameterizedTest
  @CsvSource({"lb.service", "inbound.portal"})
  void theAdviceNamesThePortOfTheService(String rule, @TempDir Path folder) throws IOException {
    String site =
        Files.readString(Path.of(SITE))
            .replace("https://appsanywhere.uni.edu", "https://appsanywhere.uni.edu:8443");
    Path file = Files.writeString(folder.resolve("site.yaml"), site);
    String said = Said.to("explain", rule, "--from=client", "--site", file.toString()).out();
    String advice = said.substring(said.indexOf("to fix")).replaceAll("\\s+", " ");
    assertTrue(advice.contains("the port of service.url (8443)"), said);
    assertFalse(said.contains("443/tcp,"), said);
  }

  /** The same owners as check names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registration --from=appsanywhere | REFUSED: the port is closed (firewall team)
          registration --from=appsanywhere | EXPIRED: the certificate is out of date, or not valid yet (vendor)
          registration --from=appsanywhere | UNEXPECTED: .*\\(vendor\\)
          lb.redirect --from=client | REFUSED: the port is closed (load balancer team)
          sql.tds --from=appsanywhere | REFUSED: the port is closed (owner of the server)
          sql.tds --from=appsanywhere | RESET, CLOSED: the connection was cut (owner of the server, or firewall team)
          """)
  void theOwnersOfACauseAreThoseOfCheck(String words, String expected) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(words.split(" ", -1)));
    String said = Said.to(all.toArray(new String[0])).out().replaceAll("\\s+", " ");
    assertTrue(said.contains(expected) || Pattern.compile(expected).matcher(said).find(), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client    | inbound.portal inbound.ssh-private lb.redirect lb.redirect-uri lb.service lb.persistence lb.sso lb.health
          jump-host | inbound.ssh
          outside   | inbound.ssh-private inbound.server-private lb.redirect lb.redirect-uri lb.service
          """)
  void otherVantages(String vantage, String ids) {
    Said said = Said.to("list", "--site", SITE, "--from", vantage);
    assertEquals(0, said.exit(), said::toString);
    List<String> listed =
        said.out()
            .lines()
            .filter(line -> line.matches(" {2}\\S.*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();
    assertEquals(List.of(ids.split(" ", -1)), listed);
  }

  @Test
  void aLineSaysProtocolHostsAndPort() {
    String out = Said.to("list", "--site", SITE).out();
    assertTrue(out.startsWith("AppsAnywhere network requirements, from appsanywhere\n"), out);
    assertTrue(
        out.contains("  sql.browser                ssrp      mssql.uni.edu 1434/udp\n"), out);
    assertTrue(
        out.contains("  ad.ldaps                   ldaps     dc1.uni.edu, dc2.uni.edu 636/"), out);
    assertTrue(
        out.contains(
            "  inbound.peer-installers    http      this server 80/tcp\n      skipped: proven"),
        out);
    assertTrue(
        out.contains("\n      not configured: service.health.path, service.health.status\n"), out);
    assertTrue(out.contains("\n38 rules: 31 to probe, 1 not configured, 6 skipped\n"), out);
    assertTrue(
        Said.to("list", "--site", SITE, "--from", "outside").out().contains("(must be blocked)"));
  }

  @Test
  void anExplanationFitsAnyTerminal() {
    // It is probed from outside only.
    Said said = Said.to("explain", "inbound.ssh-private");
    assertEquals(0, said.exit(), said::toString);
    said.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    for (String part : List.of("rule ", "to ", "for ", "expected ", "sent ", "note ", "to fix ")) {
      assertTrue(said.out().lines().anyMatch(line -> line.startsWith(part)), part);
    }
  }

  @Test
  void aCauseMayBeCopiedFromAReport() {
    Said quoted = Said.to("explain", "CONNECT DROPPED");
    assertEquals(0, quoted.exit(), quoted::toString);
    assertEquals(quoted, Said.to("explain", "CONNECT", "DROPPED"));
  }

  /** Each rule names the causes that it may have, and no other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sql.tds     | DROPPED WRONG_NAME DENIED  | BLOCK_PAGE INTERCEPTED
          time.0      | NAME_NOT_FOUND REFUSED     | DROPPED RESET UNTRUSTED
          libraries.github | INTERCEPTED BLOCK_PAGE     | IDLE_CUT INTERNAL
          """)
  void explainsWhatARuleMayFailWith(String rule, String may, String mayNot) {
    String out = Said.to("explain", rule, "--site", SITE).out();
    String causes = out.substring(out.indexOf("fails as"));
    for (String kind : may.split(" ", -1)) {
      assertTrue(causes.contains(kind), kind);
    }
    for (String kind : mayNot.split(" ", -1)) {
      assertFalse(causes.contains(kind), kind);
    }
    causes.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertFalse(
        Said.to("explain", "inbound.ssh-private").out().contains("fails as"), "must be blocked");
  }

  @Test
  void explainsThatARuleIsNotProbed() {
    String out = Said.to("explain", "lb.health-interval", "--site", SITE).out();
    assertTrue(out.contains("sent     nothing: measured by a stand-in"), out);
    assertFalse(out.contains("fails as"), out);
  }

  @Test
  void explainsACauseAsAReportShowsIt() {
    for (String word : List.of("dropped", "DROPPED", "CONNECT DROPPED")) {
      Said said = Said.to("explain", word);
      assertEquals(0, said.exit(), said::toString);
      assertTrue(said.out().contains("no answer to the connection request"), said::toString);
      assertTrue(said.out().contains("firewall team"), said::toString);
    }
    assertTrue(Said.to("explain", "wrong-name").out().contains("another name"));
    assertEquals(2, Said.to("explain", "so dropped").exit());
  }
}
