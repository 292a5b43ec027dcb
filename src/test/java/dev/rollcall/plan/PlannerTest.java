package dev.rollcall.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.SomeProtocols;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.protocol.http.HttpSettings;
import dev.rollcall.protocol.http.persistence.PersistenceSettings;
import dev.rollcall.protocol.smb.SmbSettings;
import dev.rollcall.protocol.ssrp.SsrpSettings;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's table, planned for sites and vantages. */
class PlannerTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  private static final String SITE =
      """
      servers: [{name: aa1.uni.edu, address: 10.1.2.3}, {name: aa2.uni.edu, address: 10.1.2.4, public-address: 203.0.113.4}]
      service: {url: https://appsanywhere.uni.edu}
      sql: {host: mssql.uni.edu}
      directory: {host: dc1.uni.edu, realm: UNI.EDU}
      files: {unc: '\\\\fs.uni.edu\\packages'}
      """;

  @TempDir Path folder;

  private Plan plan(Vantage vantage, String site) throws Exception {
    return plan(vantage, site, here("10.1.2.3"));
  }

  private Plan plan(Vantage vantage, String site, HostIdentity here) throws Exception {
    Catalogue table = table();
    Path file = folder.resolve("site.yaml");
    Files.writeString(file, site);
    Site read = Sites.read(file, table);
    return Planner.plan(table, Optional.of(read), vantage, here, TODAY);
  }

  private static Plan bare(Vantage vantage) throws Exception {
    return Planner.plan(table(), Optional.empty(), vantage, HostIdentity.UNKNOWN, TODAY);
  }

  private static Catalogue table() throws Exception {
    return Catalogues.shipped(SomeProtocols.table());
  }

  private static HostIdentity here(String... addresses) throws Exception {
    Set<InetAddress> own = new java.util.HashSet<>();
    for (String address : addresses) {
      own.add(InetAddress.getByName(address));
    }
    return new HostIdentity(Set.of(), own, Map.of());
  }

  private static PlannedRule find(Plan plan, String id) {
    return plan.rules().stream()
        .filter(one -> one.rule().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule " + id));
  }

  private static Rule rule(Plan plan, String id) {
    return find(plan, id).rule();
  }

  private static Work.Probe probe(Plan plan, String id) {
    return assertInstanceOf(Work.Probe.class, find(plan, id).work(), id);
  }

  private static List<String> targets(Plan plan, String id) {
    return probe(plan, id).destinations().stream().map(one -> one.target().toString()).toList();
  }

  private static Work skip(String reason) {
    return new Work.Skip(reason);
  }

  private static Work lacks(String... values) {
    return new Work.NotConfigured(List.of(values));
  }

  private static <S> S settings(Class<S> type, Plan plan, String id) {
    return assertInstanceOf(type, probe(plan, id).ask().settings());
  }

  @Test
  void withoutASiteFileTheInternetIsProbedAndTheRestSaysWhatItLacks() throws Exception {
    Plan plan = bare(Vantage.APPSANYWHERE);
    assertEquals(lacks("sql.host"), find(plan, "sql.tds").work());
    assertEquals(lacks("directory.host"), find(plan, "ad.ldaps").work());
    assertEquals(lacks("directory.realm", "directory.host"), find(plan, "ad.kerberos").work());
    assertEquals(lacks("servers"), find(plan, "peer.installers").work());
    assertEquals(lacks("files.unc"), find(plan, "files.smb").work());
    assertEquals(
        lacks("service.health.path", "service.health.status", "servers"),
        find(plan, "lb.health").work());
    assertEquals(
        skip("not applicable until a site file sets cloudpaging.host"),
        find(plan, "cloudpaging").work());
    assertEquals("sql.host", rule(plan, "sql.tds").destination());
    assertEquals(List.of(), plan.remarks());
    for (PlannedRule one : plan.rules()) {
      boolean conditional =
          one.rule().id().equals("client.management") || one.rule().id().equals("time.servers");
      if (one.rule().group().equals("External Destinations") && !conditional) {
        assertInstanceOf(Work.Probe.class, one.work(), one.rule().id());
        assertTrue(one.rule().judging().external(), one.rule().id());
      }
    }
    assertEquals(List.of("smtp.sendgrid.net:587/tcp"), targets(plan, "mail.smtp"));
  }

  @Test
  void otherVantagesHaveTheirOwnRules() throws Exception {
    assertEquals(
        List.of("inbound.ssh"),
        plan(Vantage.JUMP_HOST, SITE).rules().stream().map(one -> one.rule().id()).toList());
    assertEquals(
        List.of(
            "inbound.ssh-private",
            "inbound.server-private",
            "lb.redirect",
            "lb.redirect-uri",
            "lb.service"),
        plan(Vantage.OUTSIDE, SITE).rules().stream().map(one -> one.rule().id()).toList());
    assertEquals(
        List.of(
            "inbound.portal",
            "inbound.ssh-private",
            "lb.redirect",
            "lb.redirect-uri",
            "lb.service",
            "lb.persistence",
            "lb.sso",
            "lb.health"),
        plan(Vantage.CLIENT, SITE).rules().stream().map(one -> one.rule().id()).toList());
    assertEquals(lacks("service.url"), find(bare(Vantage.OUTSIDE), "lb.service").work());
  }

  /** One certificate of the balancer has one owner in a run, whichever rule sees it. */
  @Test
  void whatLeadsToTheServiceAddressHasTheBalancersTeamForItsKeeper() throws Exception {
    for (String id :
        List.of("inbound.portal", "lb.service", "lb.persistence", "lb.sso", "lb.health")) {
      assertEquals(
          Optional.of(Owner.LOAD_BALANCER),
          rule(plan(Vantage.CLIENT, SITE), id).judging().keeper(),
          id);
    }
    assertEquals(
        Optional.of(Owner.SERVER),
        rule(plan(Vantage.APPSANYWHERE, SITE), "lb.health").judging().keeper());
  }

  @Test
  void aClientReachesTheServiceAndTheServersOnlyWhereTheyAreDirect() throws Exception {
    assertEquals(
        List.of("appsanywhere.uni.edu:443/tcp"),
        targets(plan(Vantage.CLIENT, SITE), "inbound.portal"));
    assertEquals(
        List.of("appsanywhere.uni.edu:443/tcp", "aa1.uni.edu:443/tcp", "aa2.uni.edu:443/tcp"),
        targets(
            plan(Vantage.CLIENT, SITE.replace("uni.edu}\nsql", "uni.edu, direct: true}\nsql")),
            "inbound.portal"));
  }

  @Test
  void fromOutsideAServerIsWhereItIsPublished() throws Exception {
    List<Destination> inside =
        probe(plan(Vantage.CLIENT, SITE), "inbound.ssh-private").destinations();
    assertEquals(Optional.of(InetAddress.getByName("10.1.2.3")), inside.get(0).address());
    List<Destination> outside =
        probe(plan(Vantage.OUTSIDE, SITE), "inbound.ssh-private").destinations();
    assertEquals(Optional.empty(), outside.get(0).address());
    assertEquals(Optional.of(InetAddress.getByName("203.0.113.4")), outside.get(1).address());
    Expectation.Blocked blocked =
        assertInstanceOf(
            Expectation.Blocked.class,
            rule(plan(Vantage.OUTSIDE, SITE), "inbound.ssh-private").judging().expectation());
    assertEquals("lb.service", blocked.control());
    assertTrue(blocked.unpublished());
  }

  @Test
  void theHealthCheckGoesToTheServersOrToTheService() throws Exception {
    String site =
        SITE.replace(
            "uni.edu}\nsql", "uni.edu, health: {path: /up?x=1, status: 204, body: fine}}\nsql");
    Plan here = plan(Vantage.APPSANYWHERE, site);
    assertEquals(List.of("aa1.uni.edu:443/tcp", "aa2.uni.edu:443/tcp"), targets(here, "lb.health"));
    assertEquals(
        List.of("appsanywhere.uni.edu:443/tcp"), targets(plan(Vantage.CLIENT, site), "lb.health"));
    HttpSettings settings = settings(HttpSettings.class, here, "lb.health");
    assertEquals("/up?x=1", settings.path());
    assertEquals(List.of("204"), settings.status());
    assertEquals(Optional.of("fine"), settings.body());
    assertEquals(
        lacks("service.health.path", "service.health.status"),
        find(plan(Vantage.APPSANYWHERE, SITE), "lb.health").work());
  }

  @Test
  void theOtherServersAreAllButThisOne() throws Exception {
    Plan first = plan(Vantage.APPSANYWHERE, SITE);
    assertEquals(List.of("aa2.uni.edu:80/tcp"), targets(first, "peer.installers"));
    assertEquals(List.of(), first.remarks());
    Plan second = plan(Vantage.APPSANYWHERE, SITE, here("127.0.0.1", "10.1.2.4"));
    assertEquals(List.of("aa1.uni.edu:80/tcp"), targets(second, "peer.installers"));
    Plan named = plan(Vantage.APPSANYWHERE, SITE + "self: aa2.uni.edu\n", HostIdentity.UNKNOWN);
    assertEquals(List.of("aa1.uni.edu:80/tcp"), targets(named, "peer.installers"));
    assertEquals(List.of(), named.remarks());
    Plan single =
        plan(
            Vantage.APPSANYWHERE,
            SITE.replaceFirst("servers: .*", "servers: [{name: aa1.uni.edu, address: 10.1.2.3}]"));
    assertEquals(
        skip("not applicable: the site file names no other server"),
        find(single, "peer.installers").work());
  }

  @Test
  void aServerIsNotInThePlaceOfAnotherVantage() throws Exception {
    for (Vantage vantage : new Vantage[] {Vantage.CLIENT, Vantage.OUTSIDE}) {
      assertEquals(
          List.of(
              new Run.Remark(
                  Status.WARN,
                  "this host is a server of the site, aa2.uni.edu: what is allowed or blocked from"
                      + " the vantage "
                      + vantage.word()
                      + " is not tested from here")),
          plan(vantage, SITE, here("10.1.2.4")).remarks());
      assertEquals(List.of(), plan(vantage, SITE, here("10.9.9.9")).remarks());
    }
  }

  @Test
  void aWrongSelfIsNamedBesideTheServerThatThisHostIs() throws Exception {
    assertEquals(
        List.of(
            new Run.Remark(
                Status.WARN,
                "self names aa2.uni.edu, and this host has an address of aa1.uni.edu: correct self"
                    + " in the site file")),
        plan(Vantage.APPSANYWHERE, SITE + "self: aa2.uni.edu\n", here("10.1.2.3")).remarks());
  }

  @Test
  void aHostThatIsNoneOfTheServersIsRemarkedOn() throws Exception {
    Plan stranger = plan(Vantage.APPSANYWHERE, SITE, here("10.9.9.9"));
    assertEquals(
        List.of(
            new Run.Remark(
                Status.WARN,
                "this host has no address of aa1.uni.edu, aa2.uni.edu: what is allowed or blocked"
                    + " for another source address is not tested from here")),
        stranger.remarks());
    assertEquals(List.of("aa1.uni.edu", "aa2.uni.edu"), stranger.absent());
    assertEquals(
        Optional.of(
            "Servers[host=NEIGHBOUR, all=[Server[name=aa1.uni.edu, addresses=[/10.1.2.3]],"
                + " Server[name=aa2.uni.edu, addresses=[/10.1.2.4]]]]"),
        stranger.servers().map(Servers::toString));
    assertEquals(
        List.of("aa1.uni.edu:80/tcp", "aa2.uni.edu:80/tcp"), targets(stranger, "peer.installers"));
    assertEquals(
        List.of("aa1.uni.edu"),
        plan(Vantage.APPSANYWHERE, SITE + "self: aa1.uni.edu\n", here("10.9.9.9")).absent());
    assertEquals(List.of(), plan(Vantage.APPSANYWHERE, SITE, here("10.1.2.3")).absent());
    Plan client = plan(Vantage.CLIENT, SITE, here("10.9.9.9"));
    assertEquals(List.of(), client.remarks());
    assertEquals(List.of(), client.absent());
    assertEquals(Optional.empty(), client.servers());
  }

  @Test
  void theServersAndWhatThisHostIsToThemArePartOfThePlan() throws Exception {
    String named = SITE.replaceFirst("servers: .*", "servers: [aa1.uni.edu, aa2.uni.edu]");
    Map<String, List<InetAddress>> resolved =
        Map.of("aa1.uni.edu", List.copyOf(here("10.1.2.3").addresses()));
    HostIdentity one = new HostIdentity(Set.of(), here("10.1.2.3").addresses(), resolved);
    HostIdentity none = new HostIdentity(Set.of(), here("10.9.9.9").addresses(), resolved);
    assertEquals(Servers.Host.SERVER, servers(plan(Vantage.APPSANYWHERE, named, one)).host());
    Servers servers = servers(plan(Vantage.APPSANYWHERE, named, none));
    assertEquals(Servers.Host.UNKNOWN, servers.host(), "the second may be this host");
    assertEquals(
        List.of(List.copyOf(here("10.1.2.3").addresses()), List.of()),
        servers.all().stream().map(Servers.Server::addresses).toList());
    Plan self = plan(Vantage.APPSANYWHERE, named + "self: aa2.uni.edu\n", none);
    assertEquals(Servers.Host.SERVER, servers(self).host());
    Plan absent = plan(Vantage.APPSANYWHERE, named + "self: aa1.uni.edu\n", none);
    assertEquals(Servers.Host.NEIGHBOUR, servers(absent).host());
    assertEquals(2, servers(absent).all().size(), "a rule is for all of them");
    assertEquals(new Servers(Servers.Host.UNKNOWN, List.of()), servers(bare(Vantage.APPSANYWHERE)));
  }

  private static Servers servers(Plan plan) {
    return plan.servers().orElseThrow();
  }

  @Test
  void serversWithoutAddressesAreRecognisedByNameOrByWhatTheCallerResolved() throws Exception {
    String site = SITE.replaceFirst("servers: .*", "servers: [AA1.uni.edu, aa2.uni.edu]");
    assertEquals(
        List.of(
            new Run.Remark(
                Status.WARN,
                "cannot tell which of the servers this host is; set self, or the servers'"
                    + " addresses, in the site file")),
        plan(Vantage.APPSANYWHERE, site, here("10.1.2.3")).remarks());
    Plan named =
        plan(
            Vantage.APPSANYWHERE,
            site,
            new HostIdentity(Set.of("aa1.uni.edu"), here("10.1.2.3").addresses(), Map.of()));
    assertEquals(List.of(), named.remarks());
    assertEquals(List.of("aa2.uni.edu:80/tcp"), targets(named, "peer.installers"));
    Plan resolved =
        plan(
            Vantage.APPSANYWHERE,
            site,
            new HostIdentity(
                Set.of(),
                here("10.1.2.4").addresses(),
                Map.of("aa2.uni.edu", List.of(InetAddress.getByName("10.1.2.4")))));
    assertEquals(List.of(), resolved.remarks());
    assertEquals(List.of("AA1.uni.edu:80/tcp"), targets(resolved, "peer.installers"));
  }

  @Test
  void theDatabaseTakesPortInstanceAndPolicyFromTheSite() throws Exception {
    Plan usual = plan(Vantage.APPSANYWHERE, SITE);
    assertEquals(List.of("mssql.uni.edu:1433/tcp"), targets(usual, "sql.tds"));
    assertEquals(AddressPolicy.ALL, rule(usual, "sql.tds").judging().addresses());
    assertEquals(CertificatePolicy.REPORT, rule(usual, "sql.tds").judging().certificate());
    assertEquals(Severity.REQUIRED, rule(usual, "sql.tds").judging().severity());
    assertEquals(Severity.ADVISORY, rule(usual, "sql.browser").judging().severity());
    assertEquals(
        new SsrpSettings(Optional.empty(), Optional.of(1433)),
        settings(SsrpSettings.class, usual, "sql.browser"));
    Plan named =
        plan(
            Vantage.APPSANYWHERE,
            SITE.replace(
                "mssql.uni.edu", "l.uni.edu, port: 1450, instance: A, multi-subnet: true"));
    assertEquals(List.of("l.uni.edu:1450/tcp"), targets(named, "sql.tds"));
    assertEquals(new AddressPolicy.AtLeast(1), rule(named, "sql.tds").judging().addresses());
    assertEquals(new AddressPolicy.AtLeast(1), rule(named, "sql.browser").judging().addresses());
    assertEquals(Severity.REQUIRED, rule(named, "sql.browser").judging().severity());
    assertEquals(
        new SsrpSettings(Optional.of("A"), Optional.of(1450)),
        settings(SsrpSettings.class, named, "sql.browser"));
    assertEquals(
        Severity.ADVISORY,
        rule(
                plan(
                    Vantage.APPSANYWHERE,
                    SITE.replace("mssql.uni.edu", "m.uni.edu, instance: A, browser: optional")),
                "sql.browser")
            .judging()
            .severity());
    assertEquals(
        Severity.REQUIRED,
        rule(
                plan(
                    Vantage.APPSANYWHERE,
                    SITE.replace("mssql.uni.edu", "m.uni.edu, browser: required")),
                "sql.browser")
            .judging()
            .severity());
  }

  @Test
  void domainControllersAreNamedOrDiscovered() throws Exception {
    Plan one = plan(Vantage.APPSANYWHERE, SITE);
    assertEquals(List.of("dc1.uni.edu:636/tcp"), targets(one, "ad.ldaps"));
    assertEquals(Optional.empty(), probe(one, "ad.ldaps").discovery());
    Plan both =
        plan(
            Vantage.APPSANYWHERE,
            SITE.replace("{host: dc1.uni.edu", "{hosts: [a.uni.edu, b.uni.edu], domain: uni.edu"));
    assertEquals(List.of("a.uni.edu:636/tcp", "b.uni.edu:636/tcp"), targets(both, "ad.ldaps"));
    Plan found =
        plan(
            Vantage.APPSANYWHERE,
            SITE.replace("{host: dc1.uni.edu", "{domain: uni.edu, site: Campus"));
    assertEquals(List.of(), targets(found, "ad.kerberos"));
    assertEquals(
        Optional.of("_ldap._tcp.Campus._sites.dc._msdcs.uni.edu 88/udp"),
        probe(found, "ad.kerberos")
            .discovery()
            .map(discovery -> discovery.service() + " " + discovery.port()));
    assertEquals(
        "_ldap._tcp.Campus._sites.dc._msdcs.uni.edu (SRV)",
        rule(found, "ad.kerberos").destination());
  }

  @Test
  void aUncPathGivesTheHostAndTheTargetsBesideIt() throws Exception {
    Plan plan =
        plan(
            Vantage.APPSANYWHERE,
            SITE.replace("{unc: '\\\\fs.uni.edu", "{targets: [f1.uni.edu], unc: '\\\\uni.edu")
                .replace("{host: dc1", "{domain: uni.edu, host: dc1"));
    assertEquals(List.of("uni.edu:445/tcp", "f1.uni.edu:445/tcp"), targets(plan, "files.smb"));
    assertEquals(
        new SmbSettings(
            Optional.of("uni.edu"), List.of("f1.uni.edu"), Optional.of("\\\\uni.edu\\packages")),
        settings(SmbSettings.class, plan, "files.smb"));
  }

  @Test
  void timeServersOfOnesOwnReplaceThePool() throws Exception {
    Plan plan = plan(Vantage.APPSANYWHERE, SITE + "time: {servers: [ntp1.uni.edu, 10.1.1.1]}\n");
    for (int i = 0; i < 4; i++) {
      assertEquals(skip("not applicable: time.servers is set"), find(plan, "time." + i).work());
    }
    assertEquals(
        List.of("ntp1.uni.edu:123/udp", "10.1.1.1:123/udp"), targets(plan, "time.servers"));
    assertEquals(
        Optional.of(InetAddress.getByName("10.1.1.1")),
        probe(plan, "time.servers").destinations().get(1).address());
    assertEquals(
        List.of("2.centos.pool.ntp.org:123/udp"),
        targets(plan(Vantage.APPSANYWHERE, SITE), "time.2"));
    assertEquals(
        new AddressPolicy.AtLeast(1),
        rule(plan(Vantage.APPSANYWHERE, SITE), "time.2").judging().addresses());
  }

  @Test
  void whatIsOptionalAppliesOnceItIsNamed() throws Exception {
    Plan without = plan(Vantage.APPSANYWHERE, SITE);
    assertEquals(
        skip("not applicable: cloudpaging.host is not set"), find(without, "cloudpaging").work());
    assertEquals(
        skip("not applicable: client-management.host is not set"),
        find(without, "client.management").work());
    Plan with =
        plan(
            Vantage.APPSANYWHERE,
            SITE + "cloudpaging: {host: cp.uni.edu}\nanalytics: {host: an.uni.edu, port: 20000}\n");
    assertEquals(List.of("cp.uni.edu:443/tcp"), targets(with, "cloudpaging"));
    assertEquals(List.of("an.uni.edu:20000/tcp"), targets(with, "analytics"));
    assertEquals(List.of("not-5xx"), settings(HttpSettings.class, with, "cloudpaging").status());
  }

  @Test
  void whatThisVersionDoesNotProbeSaysSo() throws Exception {
    Plan here = plan(Vantage.APPSANYWHERE, SITE);
    assertEquals(
        skip(
            "proven elsewhere: it is the other direction of peer.installers, seen by the other"
                + " servers' runs; rollcall render with their JSON reports fills it in"),
        find(here, "inbound.peer-installers").work());
    assertInstanceOf(Work.Skip.class, find(here, "lb.health-interval").work());
    Plan client = plan(Vantage.CLIENT, SITE);
    assertEquals(
        skip("not applicable: service.sso.path is not set"), find(client, "lb.sso").work());
  }

  @Test
  void waiversEndAndAreThenRemarkedOn() throws Exception {
    String waiver = SITE + "rules: {mail.smtp: {skip: we relay, until: %s}}\n";
    Plan last = plan(Vantage.APPSANYWHERE, waiver.formatted("2026-11-22"));
    assertEquals(
        skip("waived by the site file until 2026-11-22: we relay"), find(last, "mail.smtp").work());
    assertEquals(List.of(), last.remarks());
    Plan lapsed = plan(Vantage.APPSANYWHERE, waiver.formatted("2026-11-21"));
    assertInstanceOf(Work.Probe.class, find(lapsed, "mail.smtp").work());
    assertEquals(
        List.of(
            new Run.Remark(
                Status.WARN,
                "the waiver of mail.smtp expired on 2026-11-21 (we relay): the rule counts again;"
                    + " renew the waiver in the site file, or remove it")),
        lapsed.remarks());
    Plan endless = plan(Vantage.APPSANYWHERE, SITE + "rules: {mail.smtp: {skip: we relay}}\n");
    assertEquals(skip("waived by the site file: we relay"), find(endless, "mail.smtp").work());
  }

  @Test
  void aRelayOfTheSitesOwnIsNoLongerExternal() throws Exception {
    assertTrue(rule(plan(Vantage.APPSANYWHERE, SITE), "mail.smtp").judging().external());
    Plan own =
        plan(Vantage.APPSANYWHERE, SITE + "mail: {host: relay.uni.edu, port: 25, tls: none}\n");
    assertEquals(List.of("relay.uni.edu:25/tcp"), targets(own, "mail.smtp"));
    assertTrue(!rule(own, "mail.smtp").judging().external());
    assertTrue(
        rule(plan(Vantage.APPSANYWHERE, SITE + "mail: {host: smtp.sendgrid.net}\n"), "mail.smtp")
            .judging()
            .external());
  }

  @Test
  void theSiteOverridesPoliciesAndHosts() throws Exception {
    Plan plan =
        plan(
            Vantage.APPSANYWHERE,
            SITE
                + """
                rules:
                  sql.tds: {certificate: verify, addresses: 2}
                  client.cdn: {host: other.example}
                """);
    assertEquals(CertificatePolicy.VERIFY, rule(plan, "sql.tds").judging().certificate());
    assertEquals(new AddressPolicy.AtLeast(2), rule(plan, "sql.tds").judging().addresses());
    assertEquals(List.of("other.example:443/tcp"), targets(plan, "client.cdn"));
    assertEquals("other.example", rule(plan, "client.cdn").destination());
    assertEquals(Optional.of(Owner.VENDOR), rule(plan, "client.cdn").judging().absent());
    assertEquals(
        Optional.of(LocalDate.of(2024, 7, 1)),
        rule(plan, "repo.centos-mirrorlist").judging().retired());
  }

  @Test
  void theProxyCarriesHttpToWhatIsNotExcepted() throws Exception {
    String site =
        SITE
            + "cloudpaging: {host: cp.uni.edu}\nparallels: {host: rd.other.edu}\n"
            + "proxy: {url: 'http://proxy.uni.edu:3128', except: [.uni.edu, api.software2.com]}\n";
    Plan plan = plan(Vantage.APPSANYWHERE, site);
    for (String id : List.of("icons.api", "icons.cdn", "libraries.github", "parallels")) {
      assertEquals(
          Optional.of("proxy.uni.edu:3128/tcp"), probe(plan, id).proxy().map(Object::toString), id);
    }
    for (String id :
        List.of(
            "registration",
            "cloudpaging",
            "peer.installers",
            "time.0",
            "mail.smtp",
            "sql.tds",
            "lb.https-backend")) {
      assertEquals(Optional.empty(), probe(plan, id).proxy(), id);
    }
    assertEquals(Optional.empty(), probe(plan(Vantage.CLIENT, site), "lb.service").proxy());
  }

  @Test
  void thePlanIsTheSameEveryTime() throws Exception {
    List<Rule> once = plan(Vantage.APPSANYWHERE, SITE).rules().stream().map(r -> r.rule()).toList();
    List<Rule> again =
        plan(Vantage.APPSANYWHERE, SITE).rules().stream().map(r -> r.rule()).toList();
    assertEquals(once, again);
    List<String> table =
        table().rules().stream()
            .filter(rule -> rule.from().contains(Vantage.APPSANYWHERE))
            .map(rule -> rule.id())
            .toList();
    assertEquals(table, once.stream().map(Rule::id).toList());
  }

  @Test
  void persistenceNeedsAModeAndOneKindOfEvidence() throws Exception {
    assertEquals(
        new Work.NotConfigured(
            List.of("service.persistence.mode", "service.persistence.evidence.header")),
        find(plan(Vantage.CLIENT, SITE), "lb.persistence").work());
    String site =
        """
        servers: [a1.uni.edu, {name: a2.uni.edu, address: 10.1.2.4, public-address: 203.0.113.4}]
        service:
          url: https://appsanywhere.uni.edu
          persistence: {mode: cookie, evidence: {certificate: true}, values: [s1, '2']}
        sql: {host: mssql.uni.edu}
        directory: {host: dc1.uni.edu, realm: UNI.EDU}
        files: {unc: '\\\\myfileshare.uni.edu\\packages'}
        """;
    assertEquals(
        new PersistenceSettings(
            "/",
            8,
            PersistenceSettings.Mode.COOKIE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            List.of("a1.uni.edu", "a2.uni.edu 10.1.2.4 203.0.113.4"),
            List.of("s1", "2")),
        settings(PersistenceSettings.class, plan(Vantage.CLIENT, site), "lb.persistence"));
  }

  @Test
  void theBalancersRulesAreItsTeams() throws Exception {
    Plan plan = plan(Vantage.CLIENT, SITE);
    for (String id : List.of("inbound.portal", "lb.redirect", "lb.service", "lb.persistence")) {
      assertEquals(Optional.of(Owner.LOAD_BALANCER), rule(plan, id).judging().keeper(), id);
    }
    assertEquals(Optional.empty(), rule(plan, "inbound.ssh-private").judging().keeper());
  }

  @Test
  void onlyOutsideAServerThatIsNotPublishedIsPrivate() throws Exception {
    for (Vantage vantage : List.of(Vantage.CLIENT, Vantage.OUTSIDE)) {
      Expectation.Blocked blocked =
          assertInstanceOf(
              Expectation.Blocked.class,
              rule(plan(vantage, SITE), "inbound.ssh-private").judging().expectation());
      assertEquals(vantage == Vantage.OUTSIDE, blocked.unpublished());
      assertEquals("lb.service", blocked.control());
    }
  }

  /** The servers' own port is always 443; only the service's may be another. */
  @Test
  void theServiceMayHaveAPortOfItsOwn() throws Exception {
    String site =
        SITE.replace("https://appsanywhere.uni.edu", "https://appsanywhere.uni.edu:8443")
            .replace(":8443}\nsql", ":8443, health: {path: /up, status: 204}}\nsql");
    Plan client = plan(Vantage.CLIENT, site);
    for (String id : List.of("inbound.portal", "lb.service", "lb.health")) {
      assertEquals(List.of("appsanywhere.uni.edu:8443/tcp"), targets(client, id), id);
      assertEquals("8443/tcp", rule(client, id).port().toString(), id);
    }
    for (String id : List.of("lb.redirect", "lb.redirect-uri")) {
      assertEquals(List.of("appsanywhere.uni.edu:80/tcp"), targets(client, id), id);
      assertEquals(8443, settings(HttpSettings.class, client, id).redirectPort(), id);
      assertEquals(
          443, settings(HttpSettings.class, plan(Vantage.CLIENT, SITE), id).redirectPort(), id);
    }
    assertEquals(
        List.of("aa1.uni.edu:443/tcp", "aa2.uni.edu:443/tcp"),
        targets(plan(Vantage.APPSANYWHERE, site), "lb.health"));
  }

  @Test
  void theRedirectKeepsAnOddUri() throws Exception {
    HttpSettings settings =
        settings(HttpSettings.class, plan(Vantage.CLIENT, SITE), "lb.redirect-uri");
    assertEquals(HttpSettings.Redirect.HTTPS_SAME_URI, settings.redirect());
    String[] parts = settings.path().split("\\?", 2);
    // Apache answers 404 to an encoded slash in a path, unless it is set up to take it.
    assertTrue(parts[0].contains("%20") && !parts[0].contains("%2F"), parts[0]);
    assertTrue(parts[1].contains("%2F") && parts[1].contains("x=1&x=2"), parts[1]);
  }

  @Test
  void adviceNamesTheServersAndTheirAddresses() throws Exception {
    String lead = "Let each AppsAnywhere server";
    assertTrue(
        rule(plan(Vantage.APPSANYWHERE, SITE), "files.smb")
            .advice()
            .startsWith(lead + " (aa1.uni.edu 10.1.2.3, aa2.uni.edu 10.1.2.4) reach "));
    String names = SITE.replaceFirst("servers: .*", "servers: [aa1.uni.edu]");
    assertTrue(
        rule(plan(Vantage.APPSANYWHERE, names), "files.smb")
            .advice()
            .startsWith(lead + " (aa1.uni.edu) reach "));
    assertTrue(rule(bare(Vantage.APPSANYWHERE), "files.smb").advice().startsWith(lead + " reach "));
  }
}
