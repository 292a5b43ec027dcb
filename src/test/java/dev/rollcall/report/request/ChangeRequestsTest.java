package dev.rollcall.report.request;

import static dev.rollcall.report.Samples.finding;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import dev.rollcall.report.cause.Teams;
import dev.rollcall.report.request.form.RequestWords;
import dev.rollcall.report.text.Summary;
import dev.rollcall.sample.Attempts;
import dev.rollcall.sample.RunBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeRequestsTest {
  private static ChangeRequest of(Run... runs) {
    return ChangeRequests.of(List.of(runs), false);
  }

  private static ChangeRequest of(RuleResult... results) {
    return of(RunBuilder.run(results).build());
  }

  private static List<Row> rows(ChangeRequest request, Owner team) {
    return request.sections().stream()
        .filter(section -> section.team() == team)
        .flatMap(section -> section.rows().stream())
        .toList();
  }

  private static Map<Owner, Set<String>> rules(ChangeRequest request) {
    Map<Owner, Set<String>> rules = new LinkedHashMap<>();
    for (ChangeRequest.Section section : request.sections()) {
      section
          .rows()
          .forEach(
              row ->
                  rules.computeIfAbsent(section.team(), t -> new TreeSet<>()).addAll(row.rules()));
    }
    return rules;
  }

  private static Set<String> set(String... ids) {
    return new TreeSet<>(List.of(ids));
  }

  /** Every rule is in the section of its owner, and nowhere else. */
  @Test
  void sevenFaultsOfSeveralOwners() {
    ChangeRequest request = of(SampleRequests.server());
    assertEquals(
        Map.of(
            Owner.FIREWALL, set("sql.tds", "ad.ldaps", "ad.kerberos", "repo.one", "repo.two"),
            Owner.LOAD_BALANCER, set("lb.health"),
            Owner.PROXY, set("api.vendor"),
            Owner.DNS, set("peer.installers")),
        rules(request));
    assertEquals(
        List.of(Owner.FIREWALL, Owner.LOAD_BALANCER, Owner.PROXY, Owner.DNS),
        request.sections().stream().map(ChangeRequest.Section::team).toList());
    assertEquals(List.of("files.smb: fails, for the owner of the server"), request.left());
  }

  /**
   * Each row has the interface that its packets left by, and only the place that is not reached.
   */
  @Test
  void twoInterfaces() {
    List<Row> rows = rows(of(SampleRequests.server()), Owner.FIREWALL);
    Map<List<String>, List<String>> paths = new LinkedHashMap<>();
    for (Row row : rows) {
      paths.put(row.rules(), row.sources().stream().map(Source::address).toList());
    }
    assertEquals(
        Map.of(
            List.of("sql.tds"), List.of(SampleRequests.FRONT),
            List.of("ad.ldaps"), List.of(SampleRequests.BACK),
            List.of("ad.kerberos"), List.of(SampleRequests.BACK),
            List.of("repo.one", "repo.two"), List.of(SampleRequests.FRONT)),
        paths);
    assertEquals(
        List.of(new Place("dc1.uni.edu", List.of("10.8.0.5"), List.of())), rows.get(1).places());
  }

  @Test
  void rowsThatAreOneFirewallRuleAreMerged() {
    Row row = rows(of(SampleRequests.server()), Owner.FIREWALL).get(3);
    assertEquals(List.of("repo.one", "repo.two"), row.rules());
    assertEquals(
        List.of("one.vendor.example", "two.vendor.example"),
        row.places().stream().map(Place::name).toList());
    assertEquals(List.of("Connection of repo.one", "Connection of repo.two"), row.reasons());
    assertEquals(
        List.of("java -jar rollcall.jar check --site site.yaml --only repo.one,repo.two"),
        row.rechecks().stream().map(Recheck::command).toList());
    assertTrue(row.ask().byName());
  }

  /** Two servers need the same: one rule with two sources; three more places stay another rule. */
  @Test
  void sourcesThatNeedTheSamePlacesAreMerged() {
    Run second =
        RunBuilder.run(
                SampleRequests.server().results().stream()
                    .map(result -> from("198.18.1.11", result))
                    .toList())
            .on("appsanywhere02.uni.edu")
            .site("site.yaml")
            .build();
    List<Row> both = rows(of(SampleRequests.server(), second), Owner.FIREWALL);
    assertEquals(4, both.size(), both::toString);
    assertEquals(
        List.of("198.18.1.10", "198.18.1.11"),
        both.get(0).sources().stream().map(Source::address).toList());
    Run fewer =
        RunBuilder.run(
                List.of(
                    from(
                        "198.18.1.12",
                        SampleRequests.download("repo.one", "one.vendor.example", "203.0.113.1"))))
            .build();
    List<Row> apart = rows(of(SampleRequests.server(), fewer), Owner.FIREWALL);
    assertEquals(5, apart.size(), apart::toString);
    assertEquals(List.of("repo.one"), apart.get(4).rules());
  }

  private static RuleResult from(String source, RuleResult result) {
    if (!(result.evidence() instanceof Evidence.Probed probed)) {
      return result;
    }
    List<Finding> moved =
        probed.findings().stream()
            .map(
                finding ->
                    new Finding(
                        finding.route(),
                        finding.protocol(),
                        true,
                        finding.skipped(),
                        finding.attempts().stream()
                            .map(
                                a ->
                                    Attempts.made(
                                        a.startedAt(),
                                        a.took(),
                                        a.phases(),
                                        source,
                                        0,
                                        a.outcome(),
                                        List.of()))
                            .toList(),
                        List.of()))
            .toList();
    return new RuleResult(
        result.rule(),
        new Evidence.Probed(probed.names(), moved, true),
        result.verdict(),
        result.wall());
  }

  @Test
  void otherDetailsKeepRowsApart() {
    RuleResult one = SampleRequests.download("repo.one", "one.vendor.example", "203.0.113.1");
    RuleResult two = SampleRequests.download("repo.two", "two.vendor.example", "203.0.113.2");
    RequestDetails other =
        new RequestDetails(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("CHG2"),
            ServiceNames.NONE);
    RuleResult renamed =
        SampleRequests.failing(
            SampleRequests.rule(
                    "repo.two", "two.vendor.example", Port.tcp(443), "https", ServiceNames.NONE)
                .external(true)
                .rotating()
                .request(other),
            Owner.FIREWALL,
            two.evidence(),
            two.verdict().cause().orElseThrow());
    assertEquals(1, rows(of(one, two), Owner.FIREWALL).size());
    List<Row> apart = rows(of(one, renamed), Owner.FIREWALL);
    assertEquals(2, apart.size());
    assertEquals(Optional.of("CHG2"), apart.get(1).ask().details().ticket());
  }

  /** A port that an answer names is what is asked for, by the name of its own protocol. */
  @Test
  void aFollowUpThatFailsIsWhatIsAskedFor() {
    Fault dropped = new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing");
    Finding instance =
        finding(
            "mssql.uni.edu",
            "198.18.2.41",
            Port.tcp(50_001),
            "tds",
            SampleRequests.attempt("198.18.1.10", "198.18.2.41", Port.tcp(50_001), dropped));
    Finding browser =
        new Finding(
            Samples.route("mssql.uni.edu", "198.18.2.41", Port.udp(1434)),
            "ssrp",
            true,
            Optional.empty(),
            List.of(Samples.datagram(2, 1, Optional.empty())),
            List.of(
                new Finding.Linked(
                    new FollowUp(
                        "tds",
                        new Target("mssql.uni.edu", Port.tcp(50_001)),
                        "the instance's port",
                        true),
                    Optional.of(instance))));
    RuleResult failing =
        SampleRequests.failing(
            SampleRequests.rule(
                "sql.browser",
                "mssql.uni.edu",
                Port.udp(1434),
                "ssrp",
                ServiceNames.of("ms-sql-m")),
            Owner.FIREWALL,
            Samples.probed(List.of(), browser),
            dropped);
    Row row =
        rows(of(SampleRequests.server(), RunBuilder.run(failing).build()), Owner.FIREWALL).get(4);
    assertEquals(List.of(Port.tcp(50_001)), row.ports());
    assertEquals(List.of("mssql-db"), row.applications());
    assertEquals(
        List.of("tds"), rows(of(failing), Owner.FIREWALL).get(0).services(), "not known here");
  }

  @Test
  void whatMustBeBlockedAndIsOpenIsDenied() {
    List<Row> rows = rows(of(SampleRequests.desk()), Owner.FIREWALL);
    assertEquals(
        List.of(Action.ALLOW, Action.DENY), rows.stream().map(row -> row.ask().action()).toList());
    assertEquals(
        "java -jar rollcall.jar check --site 'my site.yaml' --from client --only"
            + " inbound.ssh-private,lb.service",
        rows.get(1).rechecks().get(0).command());
    assertTrue(rows.get(1).evidence().get(1).startsWith("packets: from 198.18.5.5:"));
  }

  /** The whole table: what must be open, also where it passes, and what must stay blocked. */
  @Test
  void theWholeTableIsTheFirstRequest() {
    Run server = SampleRequests.server();
    ChangeRequest whole = ChangeRequests.of(List.of(server, SampleRequests.desk()), true);
    Set<String> firewall = rules(whole).get(Owner.FIREWALL);
    for (RuleResult result : server.results()) {
      assertTrue(firewall.contains(result.rule().id()), result.rule()::id);
    }
    Row mail =
        rows(whole, Owner.FIREWALL).stream()
            .filter(row -> row.rules().equals(List.of("mail.smtp")))
            .findFirst()
            .orElseThrow();
    assertEquals(Priority.NORMAL, mail.priority());
    assertEquals(List.of(), mail.evidence());
    assertTrue(
        rows(whole, Owner.FIREWALL).stream()
            .anyMatch(row -> row.places().get(0).name().equals("proxy.uni.edu")));
    Verdict blocked = Samples.pass("blocked");
    RuleResult open = SampleRequests.desk().results().get(1);
    RuleResult shut = new RuleResult(open.rule(), open.evidence(), blocked, open.wall());
    assertEquals(
        List.of(Action.KEEP_BLOCKED),
        rows(ChangeRequests.of(List.of(RunBuilder.run(shut).build()), true), Owner.FIREWALL)
            .stream()
            .map(row -> row.ask().action())
            .toList());
  }

  /** An advisory rule that fails is asked for as well, with less weight. */
  @Test
  void advisoryRulesAreAskedForToo() {
    RuleResult one = SampleRequests.download("repo.one", "one.vendor.example", "203.0.113.1");
    RuleResult advisory =
        new RuleResult(
            SampleRequests.rule(
                    "repo.one", "one.vendor.example", Port.tcp(443), "https", ServiceNames.NONE)
                .advisory()
                .build(),
            one.evidence(),
            Samples.verdict(
                Status.WARN,
                Verdict.ADVISORY + "it fails",
                one.verdict().cause(),
                Owner.FIREWALL,
                "",
                List.of()),
            one.wall());
    assertEquals(Priority.LOW, rows(of(advisory), Owner.FIREWALL).get(0).priority());
    RuleResult beside =
        new RuleResult(
            SampleRequests.rule(
                    "repo.two", "one.vendor.example", Port.tcp(443), "https", ServiceNames.NONE)
                .advisory()
                .expecting(new Expectation.Beside("repo.one"))
                .build(),
            one.evidence(),
            advisory.verdict(),
            one.wall());
    assertEquals(
        List.of("repo.two", "repo.one"),
        rows(of(beside), Owner.FIREWALL).get(0).rechecks().get(0).rules());
    RuleResult warning =
        new RuleResult(
            one.rule(),
            one.evidence(),
            Samples.verdict(
                Status.WARN, "one of two", one.verdict().cause(), Owner.FIREWALL, "", List.of()),
            one.wall());
    assertEquals(List.of(), of(warning).sections());
  }

  /** What another server's run saw of a path is no second row beside that run's own. */
  @Test
  void whatWasWitnessedJoinsTheRowOfThePath() {
    RuleResult seen = SampleRequests.server().results().get(0);
    RuleResult witnessed =
        SampleRequests.failing(
            SampleRequests.rule(
                "inbound.tds", "MSSQL.uni.edu", Port.tcp(1433), "tds", ServiceNames.NONE),
            Owner.FIREWALL,
            new Evidence.Witnessed("the other run", List.of()),
            seen.verdict().cause().orElseThrow());
    List<Row> rows = rows(of(seen, witnessed), Owner.FIREWALL);
    assertEquals(1, rows.size(), rows::toString);
    assertEquals(List.of("sql.tds", "inbound.tds"), rows.get(0).rules());
    assertEquals(1, rows(of(witnessed), Owner.FIREWALL).size());
  }

  private static List<List<String>> sources(List<Row> rows) {
    return rows.stream().map(row -> row.sources().stream().map(Source::full).toList()).toList();
  }

  /** What is dropped for a neighbour is asked for the servers, in the family of the packets. */
  @Test
  void aNeighbourAsksForTheServers() {
    ChangeRequest request = of(SampleRequests.neighbour());
    List<String> four = List.of("10.1.2.3 (appsanywhere01.uni.edu)", "appsanywhere02.uni.edu");
    List<Row> firewall = rows(request, Owner.FIREWALL);
    assertEquals(List.of(four, four), sources(firewall));
    assertEquals(
        List.of(
            List.of(
                "10.1.2.3 (appsanywhere01.uni.edu)",
                "fd00:0:0:0:0:0:0:3 (appsanywhere01.uni.edu)",
                "fd00:0:0:0:0:0:0:4 (appsanywhere02.uni.edu)")),
        sources(rows(request, Owner.DNS)));
    String elsewhere = "the check was made from another host, desk9.uni.edu";
    assertEquals(
        elsewhere + " (" + SampleRequests.FRONT + "): search the log for that host",
        firewall.get(0).evidence().get(1));
    assertTrue(
        firewall.get(0).evidence().get(2).startsWith("packets: from " + SampleRequests.FRONT));
    assertEquals(
        elsewhere + ": search the log for that host",
        rows(request, Owner.DNS).get(0).evidence().get(1));
  }

  /** One server reaches another, and never itself. */
  @Test
  void aServerIsNoSourceOfItsOwnDestination() {
    Row row =
        rows(
                of(
                    RunBuilder.run(
                            SampleRequests.download(
                                "peer.https", "APPSANYWHERE02.uni.edu", "203.0.113.1"))
                        .servers(Servers.Host.NEIGHBOUR, SampleRequests.ONE, SampleRequests.TWO)
                        .build()),
                Owner.FIREWALL)
            .get(0);
    assertEquals(
        List.of("appsanywhere01.uni.edu"), row.sources().stream().map(Source::name).toList());
  }

  @Test
  void aServersOwnAddressIsTheSource() {
    Run neighbour = SampleRequests.neighbour();
    Run server =
        RunBuilder.run(neighbour.results())
            .servers(Servers.Host.SERVER, SampleRequests.ONE, SampleRequests.TWO)
            .build();
    Row row = rows(of(server), Owner.FIREWALL).get(0);
    assertEquals(
        List.of(Source.of(server, SampleRequests.FRONT, Source.Basis.WIRE)), row.sources());
    assertTrue(row.evidence().get(1).startsWith("packets: "));
  }

  /** The sentence that says so is beside the address. */
  @Test
  void anAddressThatMayBeNoServersIsMarked() {
    Run unsure = SampleRequests.unsure();
    Row row = rows(of(unsure), Owner.FIREWALL).get(0);
    assertEquals(
        List.of(Source.of(unsure, SampleRequests.FRONT, Source.Basis.UNSURE)), row.sources());
  }

  /** The firewall's row of a rule fails if the path is not open, whoever the rule's owner is. */
  @Test
  void ofTheWholeTableARowFailsWhereThePathIsShut() {
    List<Row> rows =
        rows(ChangeRequests.of(List.of(SampleRequests.server()), true), Owner.FIREWALL);
    Row files =
        rows.stream().filter(row -> row.rules().contains("files.smb")).findFirst().orElseThrow();
    assertEquals(Priority.HIGH, files.priority());
    assertFalse(files.evidence().isEmpty());
    Row proxy =
        rows.stream()
            .filter(row -> row.rules().equals(List.of("api.vendor")))
            .findFirst()
            .orElseThrow();
    assertEquals(Priority.NORMAL, proxy.priority(), "the proxy answers");
  }

  @Test
  void aPassingRunAsksForNothing() {
    assertEquals(List.of(), of(SampleRun.ready()).sections());
    assertFalse(ChangeRequests.of(List.of(SampleRun.ready()), true).sections().isEmpty());
  }

  @Test
  void aPathOrAnIdIsNoShellCommand() {
    Recheck hostile =
        new Recheck(
            "h",
            new Run.Files(Optional.of("a'; rm -rf ~ #"), Optional.of("own checks.yaml")),
            SampleRequests.desk().origin().vantage(),
            List.of("$(x)"));
    assertEquals(
        "java -jar rollcall.jar check --checks 'own checks.yaml' --site 'a'\\''; rm -rf ~ #'"
            + " --from client --only '$(x)'",
        hostile.command());
    assertEquals(1, Stream.of(hostile.command().split("\n", -1)).count());
  }

  private static List<String> toDo(ChangeRequest request, Owner team) {
    return rows(request, team).stream().flatMap(row -> row.toDo().stream()).toList();
  }

  /** The owner that is not named first gets a row as well, with only its own address. */
  @Test
  void eachFailingAddressIsItsOwnersMatter() {
    ChangeRequest request = of(SampleRequests.twoOwners());
    List<Row> rows = rows(request, Owner.FIREWALL);
    assertEquals(
        List.of(List.of(new Place("dc2.uni.edu", List.of("10.8.0.6"), List.of()))),
        rows.stream().map(Row::places).toList());
    assertEquals(
        List.of("Allow 636/tcp from 10.1.2.3 to dc2.uni.edu."), toDo(request, Owner.FIREWALL));
    assertEquals(
        List.of("ad.ldaps: fails at 10.8.0.5 (dc1.uni.edu), for the owner of the server"),
        request.left());
    assertTrue(
        Summary.sentence(RunBuilder.run(SampleRequests.twoOwners()).build())
            .endsWith("To act: owner of the server 1, firewall team 1."));
  }

  /**
   * The row does not name the address that the server's owner must act on; a first request does.
   */
  @Test
  void anAddressOfAnotherOwnerIsNotPartOfTheRow() {
    RuleResult one = SampleRequests.twoOwnersOfOneName();
    assertEquals(
        List.of(List.of(new Place("dc.uni.edu", List.of("10.8.0.6"), List.of()))),
        rows(of(one), Owner.FIREWALL).stream().map(Row::places).toList());
    assertEquals(
        List.of("ad.ldaps: fails at 10.8.0.5 (dc.uni.edu), for the owner of the server"),
        of(one).left());
    ChangeRequest whole = ChangeRequests.of(List.of(RunBuilder.run(one).build()), true);
    assertEquals(
        List.of("10.8.0.5", "10.8.0.6"),
        rows(whole, Owner.FIREWALL).get(0).places().get(0).addresses().stream().sorted().toList());
  }

  /** Without an address nothing is known of the firewall's part of the path. */
  @Test
  void aNameThatThisHostCannotLookUpIsNoUrgentMatterOfTheFirewall() {
    RuleResult failing =
        SampleRequests.failing(
            SampleRequests.rule(
                "mail.smtp", "mail.uni.edu", Port.tcp(587), "smtp", ServiceNames.NONE),
            Owner.THIS_HOST,
            Samples.probed(List.of()),
            new Fault(Phase.RESOLVE, FaultKind.NAME_SERVER_FAILED, "no route"));
    ChangeRequest whole = ChangeRequests.of(List.of(RunBuilder.run(failing).build()), true);
    Row row = rows(whole, Owner.FIREWALL).get(0);
    assertEquals(Priority.NORMAL, row.priority());
    assertEquals(List.of(), row.evidence());
  }

  /** One sentence for a row of two rules, and nothing of the verdict's advice. */
  @Test
  void aTeamGetsOneSentenceAboutTheConnection() {
    ChangeRequest request = of(SampleRequests.server());
    assertEquals(
        List.of(
            "Allow 1433/tcp from 198.18.1.10 to MSSQL.uni.edu.",
            "Allow 636/tcp from 10.9.0.10 to dc1.uni.edu.",
            "Allow 88/udp from 10.9.0.10 to dc1.uni.edu, and the answers.",
            "Allow 443/tcp from 198.18.1.10 to each destination."),
        toDo(request, Owner.FIREWALL));
    assertEquals(
        List.of("Publish peer.uni.edu; 10.0.0.53 answers NXDOMAIN."), toDo(request, Owner.DNS));
  }

  private static String asked(Owner team, Fault fault) {
    Port where = Port.tcp(443);
    RuleResult failing =
        SampleRequests.failing(
            SampleRequests.rule("a.rule", "a.uni.edu", where, "https", ServiceNames.NONE),
            team,
            Samples.probed(
                List.of(),
                finding(
                    "a.uni.edu",
                    "10.8.0.5",
                    where,
                    "https",
                    SampleRequests.attempt("10.1.2.3", "10.8.0.5", where, fault))),
            fault);
    return String.join("|", toDo(of(failing), team));
  }

  /** Every fault has a sentence of its own for each team, with every place filled in. */
  @Test
  void everyFaultHasOneSentence() {
    for (Owner team : Teams.ALL) {
      for (Phase phase : Phase.values()) {
        for (FaultKind kind : FaultKind.values()) {
          String said = asked(team, new Fault(phase, kind, "seen"));
          assertTrue(said.matches("[A-Z][^{}|]{10,200}\\.") && !said.contains("sk the"), said);
        }
      }
      for (Clue clue : Clue.values()) {
        String said = asked(team, new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, "seen", clue));
        assertTrue(said.matches("[A-Z][^{}|]{10,200}\\."), said);
      }
    }
    assertEquals(
        "Exempt 443/tcp from 10.1.2.3 to a.uni.edu from the filter or captive portal that answers"
            + " instead.",
        asked(Owner.PROXY, new Fault(Phase.EXCHANGE, FaultKind.BLOCK_PAGE, "seen")));
  }

  /** What the name servers answer comes before the packets. */
  @Test
  void theDnsTeamSeesTheNameFirst() {
    Port where = Port.tcp(80);
    Fault dropped = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");
    RuleResult failing =
        SampleRequests.failing(
            SampleRequests.rule("repo.one", "cdn.vendor.example", where, "http", ServiceNames.NONE),
            Owner.DNS,
            Samples.probed(
                List.of(),
                finding(
                    "cdn.vendor.example",
                    "10.9.2.9",
                    where,
                    "http",
                    SampleRequests.attempt("10.1.2.3", "10.9.2.9", where, dropped))),
            dropped);
    ChangeRequest request = of(failing);
    Row row = rows(request, Owner.DNS).get(0);
    assertEquals(
        "name server 10.0.0.53: cdn.vendor.example: ANSWERED 10.9.2.9", row.evidence().get(1));
    assertTrue(row.evidence().get(3).startsWith("packets: "), row.evidence()::toString);
    assertEquals(
        List.of("Correct the address of cdn.vendor.example, or confirm that 10.9.2.9 is right."),
        toDo(request, Owner.DNS));
    assertEquals("Correct the name", RequestWords.heading(row));
  }

  /** Where questions are blocked, the firewall must allow them, and not the rule's own port. */
  @Test
  void blockedQuestionsAreAskedForAsQuestions() {
    Fault silent = new Fault(Phase.RESOLVE, FaultKind.NAME_SERVER_FAILED, "53 is rejected");
    NameEvidence name =
        new NameEvidence(
            "sql.uni.edu",
            List.of(),
            Duration.ofMillis(2),
            Optional.of(silent),
            List.of(Samples.answer("10.0.0.53", NameEvidence.Status.REJECTED)));
    ChangeRequest request =
        of(
            SampleRequests.failing(
                SampleRequests.rule(
                    "sql.tds", "sql.uni.edu", Port.tcp(1433), "tds", ServiceNames.NONE),
                Owner.FIREWALL,
                new Evidence.Probed(List.of(name), List.of(), true),
                silent));
    assertEquals(
        List.of("Allow 53/udp, 53/tcp from appsanywhere01 to 10.0.0.53, and the answers."),
        toDo(request, Owner.FIREWALL));
  }

  /** A second server needs the same, and the request says that it was not checked. */
  @Test
  void theOtherServersAreNamed() {
    Run first =
        RunBuilder.run(SampleRequests.server().results())
            .on("appsanywhere01.uni.edu")
            .servers(Servers.Host.SERVER, SampleRequests.ONE, SampleRequests.TWO)
            .build();
    assertEquals(
        List.of("appsanywhere02.uni.edu (fd00:0:0:0:0:0:0:4)"),
        rows(of(first), Owner.FIREWALL).get(0).peers().unchecked());
    Run second =
        RunBuilder.run(SampleRequests.server().results())
            .on("appsanywhere02.uni.edu")
            .servers(Servers.Host.SERVER, SampleRequests.ONE, SampleRequests.TWO)
            .build();
    assertEquals(List.of(), rows(of(first, second), Owner.FIREWALL).get(0).peers().unchecked());
  }

  /** A demonstration is not sent to a team. */
  @Test
  void aDemonstrationSaysSo() {
    Port where = Port.tcp(1433);
    Fault dropped = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");
    Finding detour =
        new Finding(
            new Route.Detour(
                new Target("mssql.uni.edu", where),
                new Endpoint(
                    new Target("mssql.uni.edu", Port.tcp(42_923)), Samples.ip("127.0.0.1"))),
            "tds",
            true,
            Optional.empty(),
            List.of(SampleRequests.attempt("127.0.0.1", "127.0.0.1", where, dropped)),
            List.of());
    ChangeRequest request =
        of(
            SampleRequests.failing(
                SampleRequests.rule("sql.tds", "mssql.uni.edu", where, "tds", ServiceNames.NONE),
                Owner.FIREWALL,
                new Evidence.Probed(List.of(), List.of(detour), true),
                dropped));
    assertTrue(request.origins().get(0).endsWith("do not send this"), request.origins()::toString);
    Row row = rows(request, Owner.FIREWALL).get(0);
    assertTrue(row.evidence().get(0).startsWith("a demonstration: "), row.evidence()::toString);
    assertEquals(List.of(), row.rechecks());
  }
}
