package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.SomeProtocols;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports stand-ins answer on, for the vendor's table. */
class StandInPlanTest {
  private static final String SITE =
      """
      servers: [{name: aa1.uni.edu, address: 10.1.2.3}, {name: aa2.uni.edu, address: 10.1.2.4}]
      service: {url: https://appsanywhere.uni.edu, health: {path: /up, status: 204}}
      sql: {host: mssql.uni.edu, port: 1533}
      directory: {host: dc1.uni.edu, realm: UNI.EDU}
      files: {unc: '\\\\fs.uni.edu\\packages'}
      """;

  @TempDir private Path folder;

  private StandInPlan site(String... words) throws Exception {
    return ports(SITE, words);
  }

  private StandInPlan ports(String site, String... words) throws Exception {
    Catalogue table = table();
    Path file = Files.writeString(folder.resolve("site.yaml"), site);
    HostIdentity here =
        new HostIdentity(Set.of(), Set.of(InetAddress.getByName("10.1.2.3")), Map.of());
    return StandInPlan.plan(table, Optional.of(Sites.read(file, table)), here, List.of(words));
  }

  private static StandInPlan bare(String... words) throws Exception {
    return StandInPlan.plan(table(), Optional.<Site>empty(), HostIdentity.UNKNOWN, List.of(words));
  }

  private static Catalogue table() throws Exception {
    return Catalogues.shipped(SomeProtocols.table());
  }

  private static StandInPort<?> on(StandInPlan ports, String port) {
    return ports.ports().stream()
        .filter(one -> one.port().toString().equals(port))
        .findFirst()
        .orElseThrow(() -> new AssertionError(port + " of " + ports));
  }

  private static List<String> ports(StandInPlan ports) {
    return ports.ports().stream().map(one -> one.port().toString()).sorted().toList();
  }

  @Test
  void inboundIsWhatMustReachThisServer() throws Exception {
    StandInPlan inbound = site("inbound");
    assertEquals(List.of("22/tcp", "443/tcp", "80/tcp"), ports(inbound));
    assertEquals(List.of("inbound.ssh"), on(inbound, "22/tcp").rules());
    assertEquals(List.of("inbound.peer-installers"), on(inbound, "80/tcp").rules());
    assertEquals(
        List.of("inbound.portal", "lb.https-backend", "lb.health", "lb.health-interval"),
        on(inbound, "443/tcp").rules());
    assertEquals("https", on(inbound, "443/tcp").protocol().name());
    assertEquals(Optional.of("/up"), inbound.health());
    assertEquals(List.of(), inbound.remarks());
  }

  /** Its clients come to the service's port, the load balancer to that of the servers. */
  @Test
  void aRuleIsAnsweredOnThePortsOfAllItsVantages() throws Exception {
    StandInPlan inbound =
        ports(SITE.replace("appsanywhere.uni.edu,", "apps.uni.edu:8443,"), "inbound");
    assertEquals(List.of("22/tcp", "443/tcp", "80/tcp", "8443/tcp"), ports(inbound));
    assertEquals(List.of("inbound.portal", "lb.health"), on(inbound, "8443/tcp").rules());
    assertEquals(
        List.of("lb.https-backend", "lb.health", "lb.health-interval"),
        on(inbound, "443/tcp").rules());
    assertEquals(List.of("apps.uni.edu"), on(inbound, "8443/tcp").hosts());
  }

  /** This server's own name comes first, and the other server's nowhere. */
  @Test
  void standsInForThisServerAndTheService() throws Exception {
    StandInPlan inbound = site("inbound");
    assertEquals(List.of("aa1.uni.edu"), on(inbound, "22/tcp").hosts());
    assertEquals(List.of("aa1.uni.edu", "appsanywhere.uni.edu"), on(inbound, "443/tcp").hosts());
    assertEquals(List.of("aa2.uni.edu"), on(site("peer.installers"), "80/tcp").hosts());
  }

  @Test
  void knowsTheServerByItsAddress() throws Exception {
    assertEquals(Optional.of("aa1.uni.edu"), site("inbound").server());
    assertEquals(Optional.empty(), ports(SITE.replace("10.1.2.3", "10.1.2.5"), "inbound").server());
    assertEquals(Optional.empty(), bare("inbound").server());
  }

  @Test
  void theSameQuestionIsBoundOnce() throws Exception {
    StandInPort<?> https = on(site("inbound"), "443/tcp");
    // The plain page, the portal's, and the health check.
    assertEquals(3, https.settings().size(), https::toString);
  }

  @Test
  void withoutASiteFileWhatNeedsNoneIsAnsweredFor() throws Exception {
    StandInPlan inbound = bare("inbound");
    assertEquals(List.of("22/tcp", "443/tcp", "80/tcp"), ports(inbound));
    assertEquals(List.of("lb.https-backend", "lb.health-interval"), on(inbound, "443/tcp").rules());
    assertEquals(
        List.of(
            "inbound.portal is not answered for: fill in service.url in the site file",
            "lb.health is not answered for: fill in service.health.path, service.health.status in"
                + " the site file"),
        inbound.remarks());
    assertEquals(Optional.empty(), inbound.health());
    assertEquals(List.of("1433/tcp", "1434/udp"), ports(bare("sql")));
    assertEquals(List.of(), on(bare("sql"), "1433/tcp").hosts());
    assertEquals(List.of("636/tcp"), ports(bare("ad")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sql|1433/tcp 1434/udp",
        "tds|1433/tcp",
        "ssrp|1434/udp",
        "ldaps|636/tcp",
        "smb|445/tcp",
        "files.smb|445/tcp",
        "ntp|123/udp",
        "time|123/udp",
        "time.?|123/udp",
        "smtp|587/tcp",
        "mail|587/tcp",
        "ssh|22/tcp",
        "repo.*|443/tcp 80/tcp",
        "analytics|19999/tcp",
        "time.servers|123/udp"
      })
  void everyWordHasItsPorts(String word, String ports) throws Exception {
    assertEquals(List.of(ports.split(" ", -1)), ports(bare(word)));
  }

  @Test
  void wordsAddUpInTheOrderOfTheCatalogue() throws Exception {
    StandInPlan all = site("ntp", "sql", "inbound");
    assertEquals(
        List.of("443/tcp", "22/tcp", "80/tcp", "1533/tcp", "1434/udp", "123/udp"),
        all.ports().stream().map(one -> one.port().toString()).toList());
    assertEquals(List.of("time.0", "time.1", "time.2", "time.3"), on(all, "123/udp").rules());
    assertEquals(List.of("mssql.uni.edu"), on(all, "1533/tcp").hosts());
  }

  /** A rule needs one of several values, and the planner of runs is content with any of them. */
  @Test
  void whatStandsInTheNeededValuesPlaceWillDo() throws Exception {
    String site =
        SITE.replace(
            "health: {path: /up, status: 204}",
            "persistence: {mode: source, evidence: {cookie: NODE}}");
    assertEquals(List.of("lb.persistence"), on(ports(site, "lb.persistence"), "443/tcp").rules());
  }

  /** Whatever is selected, nothing answers where a path must be blocked. */
  @Test
  void blockedRulesAreNeverAnsweredFor() throws Exception {
    for (String word : List.of("inbound", "ssh", "https", "*")) {
      StandInPlan ports = site(word, "inbound.ssh");
      for (StandInPort<?> standInPort : ports.ports()) {
        assertTrue(standInPort.rules().stream().noneMatch(rule -> rule.endsWith("-private")), word);
      }
    }
    refused(
        "inbound.ssh-private expects a blocked path; it cannot be a stand-in",
        "inbound.ssh-private");
    refused(
        "'inbound.*-private' selects no rule to answer for: its rules expect blocked paths",
        "inbound.*-private");
  }

  @Test
  void saysWhatIsMissing() {
    refused(
        "ad.kerberos cannot be answered for: fill in directory.realm in the site file, and pass it"
            + " with --site",
        "ad.kerberos");
    refused(
        "'kerberos' selects no rule to answer for: ad.kerberos is not answered for: fill in"
            + " directory.realm in the site file; ad.kerberos-tcp is not answered for: fill in"
            + " directory.realm in the site file",
        "kerberos");
    refused(
        "'tcp' selects no rule to answer for: analytics is not answered for: analytics.host is not"
            + " set",
        "tcp");
  }

  @Test
  void saysWhichWordsThereAre() {
    SelectionException refused =
        assertThrows(SelectionException.class, () -> bare("sql", "inbuond"));
    assertTrue(
        refused
            .getMessage()
            .startsWith("nothing has the name 'inbuond' (did you mean 'inbound'?): "),
        refused.getMessage());
    assertTrue(refused.getMessage().contains(" files, http, https, "), refused.getMessage());
    assertTrue(
        assertThrows(SelectionException.class, () -> bare("sql.tdss"))
            .getMessage()
            .contains("did you mean 'sql.tds'?"));
  }

  @Test
  void twoProtocolsOnOnePortNameTheirRules() throws Exception {
    Path checks =
        Files.writeString(
            folder.resolve("checks.yaml"),
            """
            catalogue: own
            title: Own checks
            rules:
              - {id: a, from: client, to: a.uni.edu, port: 443/tcp, protocol: https, usage: x}
              - {id: b, from: client, to: b.uni.edu, port: 443/tcp, protocol: tcp, usage: x}
              - {id: c, from: client, to: c.uni.edu, port: 443/tcp, protocol: https, usage: x}
            """);
    Catalogue own = Catalogues.read(checks, SomeProtocols.table());
    SelectionException refused =
        assertThrows(
            SelectionException.class,
            () -> StandInPlan.plan(own, Optional.empty(), HostIdentity.UNKNOWN, List.of("*")));
    assertEquals(
        "443/tcp: https (a, c) and tcp (b) cannot share a port; leave one of them out",
        refused.getMessage());
  }

  private static void refused(String message, String... words) {
    assertEquals(message, assertThrows(SelectionException.class, () -> bare(words)).getMessage());
  }
}
