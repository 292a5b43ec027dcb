package dev.rollcall.report.request;

import static dev.rollcall.report.Samples.START;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.pass;
import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.Samples;
import dev.rollcall.sample.Attempts;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server with two interfaces and faults of seven kinds, and a user's desk. */
public final class SampleRequests {
  public static final String FRONT = "198.18.1.10";
  public static final String BACK = "10.9.0.10";

  public static final Servers.Server ONE =
      new Servers.Server(
          "appsanywhere01.uni.edu", List.of(Samples.ip("10.1.2.3"), Samples.ip("fd00::3")));
  public static final Servers.Server TWO =
      new Servers.Server("appsanywhere02.uni.edu", List.of(Samples.ip("fd00::4")));

  public static final RequestDetails SITE =
      new RequestDetails(
          Optional.of("Jane Doe"),
          Optional.of("production"),
          Optional.of(LocalDate.parse("2027-12-31")),
          Optional.of("CHG0012345"),
          ServiceNames.NONE);

  private static final Fault DROPPED =
      new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer of any kind");

  private static int port = 40_000;

  private SampleRequests() {}

  /** The server's run. */
  public static Run server() {
    port = 40_000;
    return RunBuilder.run(
            List.of(
                database(),
                directory(),
                kerberos(),
                files(),
                download("repo.one", "one.vendor.example", "203.0.113.1"),
                download("repo.two", "two.vendor.example", "203.0.113.2"),
                health(),
                blockPage(),
                absent(),
                mail()))
        .on("appsanywhere01.uni.edu")
        .site("site.yaml")
        .at(START)
        .build();
  }

  /** What a neighbour of two servers sees: the second one has an IPv6 address only. */
  public static Run neighbour() {
    port = 40_000;
    return RunBuilder.run(List.of(database(), directory(), absent()))
        .on("desk9.uni.edu")
        .site("site.yaml")
        .servers(Servers.Host.NEIGHBOUR, ONE, TWO)
        .at(START)
        .build();
  }

  /** The same, where no server is named. */
  public static Run unsure() {
    port = 40_000;
    return RunBuilder.run(List.of(database(), absent()))
        .on("desk9.uni.edu")
        .servers(Servers.Host.UNKNOWN)
        .at(START)
        .build();
  }

  /** A user's desk: the service is dropped, and a server is open. */
  public static Run desk() {
    port = 50_000;
    return RunBuilder.run(List.of(service(), open()))
        .from(Vantage.CLIENT)
        .on("desk1.uni.edu")
        .site("my site.yaml")
        .at(START.plusSeconds(86_400))
        .build();
  }

  public static RuleBuilder rule(
      String id, String host, Port where, String protocol, ServiceNames names) {
    return RuleBuilder.rule(id)
        .to(host, where, protocol)
        .usage("Connection of " + id)
        .request(SITE.with(names));
  }

  public static RuleResult failing(RuleBuilder rule, Owner owner, Evidence evidence, Fault cause) {
    return result(
        rule.build(),
        evidence,
        verdict(
            Status.FAIL,
            "it fails: " + cause.cause(),
            Optional.of(cause),
            owner,
            "Ask the " + owner.title() + " to let it pass.",
            List.of()),
        5);
  }

  /** A failed attempt from that interface, and the packets that it sent. */
  public static Attempt attempt(
      String source, String address, Port where, Fault fault, IcmpAnswer... icmp) {
    return Attempts.made(
            START,
            Duration.ofSeconds(5),
            Map.of(fault.phase(), Duration.ofSeconds(5)),
            source,
            0,
            new Outcome.Failed(fault, List.of(), List.of()),
            List.of())
        .withPackets(
            List.of(
                new Flow(
                    Flow.Purpose.QUESTION,
                    where.transport(),
                    source,
                    port++,
                    address,
                    where.number(),
                    START,
                    START.plusMillis(5002),
                    Optional.of(3),
                    List.of(icmp))),
            Optional.empty());
  }

  private static RuleResult database() {
    Port where = Port.tcp(1433);
    PathTrace trace =
        new PathTrace(
            List.of(),
            0,
            List.of(),
            PathTrace.Finding.LOST_BEHIND_ROUTER,
            "Connection requests get as far as 10.0.2.1 (hop 2); nothing answers behind it.");
    Attempt attempt = attempt(FRONT, "198.18.2.41", where, DROPPED);
    Attempt lost = attempt.withPackets(attempt.flows(), Optional.of(trace));
    return failing(
        rule("sql.tds", "MSSQL.uni.edu", where, "tds", ServiceNames.of("ms-sql-s", "mssql-db")),
        Owner.FIREWALL,
        probed(List.of(), finding("MSSQL.uni.edu", "198.18.2.41", where, "tds", lost)),
        DROPPED);
  }

  /** One of two domain controllers is not reached, from the other interface. */
  private static RuleResult directory() {
    Port where = Port.tcp(636);
    Fault rejected = new Fault(Phase.CONNECT, FaultKind.REJECTED, "ICMP forbids it");
    Attempt attempt = attempt(BACK, "10.8.0.5", where, rejected, new IcmpAnswer("10.9.0.1", 3, 13));
    return failing(
        rule("ad.ldaps", "dc1.uni.edu, dc2.uni.edu", where, "ldaps", ldaps()),
        Owner.FIREWALL,
        probed(
            List.of(),
            finding("dc1.uni.edu", "10.8.0.5", where, "ldaps", attempt),
            finding(
                "dc2.uni.edu",
                "10.8.0.6",
                where,
                "ldaps",
                Samples.answered(3, "ldap.vendor", "Samba"))),
        rejected);
  }

  private static ServiceNames ldaps() {
    return ServiceNames.of("ldaps", "ldap", "ssl");
  }

  private static RuleResult kerberos() {
    Port where = Port.udp(88);
    Fault silent =
        new Fault(
            Phase.EXCHANGE, FaultKind.TIMED_OUT, "3 datagrams, no answer", Clue.SILENT_DATAGRAM);
    return failing(
        rule(
            "ad.kerberos",
            "dc1.uni.edu",
            where,
            "kerberos",
            ServiceNames.of("kerberos", "kerberos")),
        Owner.FIREWALL,
        probed(
            List.of(),
            finding(
                "dc1.uni.edu",
                "10.8.0.5",
                where,
                "kerberos",
                attempt(BACK, "10.8.0.5", where, silent))),
        silent);
  }

  private static RuleResult files() {
    Port where = Port.tcp(445);
    Fault refused = new Fault(Phase.CONNECT, FaultKind.REFUSED, "the port is closed");
    return failing(
        rule(
            "files.smb", "fs1.uni.edu", where, "smb", ServiceNames.of("microsoft-ds", "ms-ds-smb")),
        Owner.SERVER,
        probed(
            List.of(),
            finding(
                "fs1.uni.edu",
                "198.18.2.9",
                where,
                "smb",
                attempt(FRONT, "198.18.2.9", where, refused))),
        refused);
  }

  public static RuleResult download(String id, String host, String address) {
    Port where = Port.tcp(443);
    return failing(
        rule(id, host, where, "https", https()).external(true).rotating(),
        Owner.FIREWALL,
        probed(
            List.of("edge.cdn.example"),
            finding(host, address, where, "https", attempt(FRONT, address, where, DROPPED))),
        DROPPED);
  }

  private static ServiceNames https() {
    return ServiceNames.of("https", "ssl", "web-browsing");
  }

  private static RuleResult health() {
    Port where = Port.tcp(443);
    Fault wrong = new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, "status 503");
    return failing(
        rule("lb.health", "appsanywhere.uni.edu", where, "https", https()),
        Owner.LOAD_BALANCER,
        probed(
            List.of(),
            finding(
                "appsanywhere.uni.edu",
                "198.18.1.2",
                where,
                "https",
                attempt(FRONT, "198.18.1.2", where, wrong))),
        wrong);
  }

  private static RuleResult blockPage() {
    Port where = Port.tcp(443);
    Fault blocked = new Fault(Phase.PROXY, FaultKind.DENIED, "the proxy answers 403");
    Route via =
        new Route.ViaProxy(
            new Target("api.vendor.example", where),
            new Endpoint(new Target("proxy.uni.edu", Port.tcp(3128)), Samples.ip("198.18.1.7")));
    Finding finding =
        new Finding(
            via,
            "https",
            true,
            Optional.empty(),
            List.of(attempt(FRONT, "198.18.1.7", Port.tcp(3128), blocked)),
            List.of());
    return failing(
        rule("api.vendor", "api.vendor.example", where, "https", https()).external(true),
        Owner.PROXY,
        new Evidence.Probed(List.of(), List.of(finding), true),
        blocked);
  }

  private static RuleResult absent() {
    Fault gone = new Fault(Phase.RESOLVE, FaultKind.NAME_NOT_FOUND, "no name server knows it");
    NameEvidence name =
        new NameEvidence(
            "peer.uni.edu",
            List.of(),
            Duration.ofMillis(2),
            Optional.of(gone),
            List.of(Samples.answer("10.0.0.53", NameEvidence.Status.NXDOMAIN)));
    return failing(
        rule("peer.installers", "peer.uni.edu", Port.tcp(80), "http", ServiceNames.of("http")),
        Owner.DNS,
        new Evidence.Probed(List.of(name), List.of(), true),
        gone);
  }

  private static RuleResult mail() {
    Port where = Port.tcp(587);
    return result(
        rule("mail.smtp", "smtp.uni.edu", where, "smtp", ServiceNames.of("smtp", "smtp", "ssl"))
            .build(),
        probed(
            List.of(),
            finding(
                "smtp.uni.edu", "198.18.2.25", where, "smtp", Samples.answered(9, "smtp.x", "y"))),
        pass("it answers"),
        9);
  }

  private static RuleResult service() {
    Port where = Port.tcp(443);
    return failing(
        rule("lb.service", "appsanywhere.uni.edu", where, "https", https()),
        Owner.FIREWALL,
        probed(
            List.of(),
            finding(
                "appsanywhere.uni.edu",
                "198.18.1.2",
                where,
                "https",
                attempt("198.18.5.5", "198.18.1.2", where, DROPPED))),
        DROPPED);
  }

  private static RuleResult open() {
    Port where = Port.tcp(22);
    Flow flow =
        new Flow(
            Flow.Purpose.QUESTION,
            Transport.TCP,
            "198.18.5.5",
            port++,
            FRONT,
            22,
            START,
            START.plusMillis(9),
            Optional.of(1),
            List.of());
    Attempt seen = Samples.answered(9, "ssh.software", "OpenSSH_8.7");
    Attempt answered =
        Attempts.made(START, seen.took(), seen.phases(), "198.18.5.5", 0, seen.outcome(), List.of())
            .withPackets(List.of(flow), Optional.empty());
    return result(
        rule(
                "inbound.ssh-private",
                "appsanywhere01.uni.edu",
                where,
                "ssh",
                ServiceNames.of("ssh", "ssh"))
            .expecting(
                new Expectation.Blocked(
                    Set.of(FaultKind.DROPPED, FaultKind.REJECTED), "lb.service", true))
            .build(),
        probed(List.of(), finding("appsanywhere01.uni.edu", FRONT, where, "ssh", answered)),
        verdict(
            Status.FAIL,
            "it is reachable but must be blocked",
            Optional.empty(),
            Owner.FIREWALL,
            "Ask the firewall team to block 198.18.5.5.",
            List.of()),
        9);
  }

  /** Two domain controllers: one refuses, the packets to the other are dropped. */
  public static RuleResult twoOwners() {
    return twoOwners("dc1.uni.edu", "dc2.uni.edu", List.of());
  }

  /** As {@link #twoOwners()}, with the addresses of one name. */
  static RuleResult twoOwnersOfOneName() {
    String host = "dc.uni.edu";
    List<InetAddress> both = List.of(Samples.ip("10.8.0.5"), Samples.ip("10.8.0.6"));
    return twoOwners(
        host,
        host,
        List.of(new NameEvidence(host, both, Duration.ZERO, Optional.empty(), List.of())));
  }

  private static RuleResult twoOwners(String refusing, String dropped, List<NameEvidence> names) {
    Port where = Port.tcp(636);
    Fault refused = new Fault(Phase.CONNECT, FaultKind.REFUSED, "the port is closed");
    Fault silent = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");
    RuleResult failing =
        failing(
            rule("ad.ldaps", refusing + ", " + dropped, where, "ldaps", ServiceNames.NONE),
            Owner.SERVER,
            new Evidence.Probed(
                names,
                List.of(
                    finding(
                        refusing,
                        "10.8.0.5",
                        where,
                        "ldaps",
                        attempt("10.1.2.3", "10.8.0.5", where, refused)),
                    finding(
                        dropped,
                        "10.8.0.6",
                        where,
                        "ldaps",
                        attempt("10.1.2.3", "10.8.0.6", where, silent))),
                true),
            refused);
    return failing.with(
        failing
            .verdict()
            .with(
                List.of(
                    task(Owner.SERVER, refusing, "10.8.0.5", where),
                    task(Owner.FIREWALL, dropped, "10.8.0.6", where))));
  }

  private static Verdict.Task task(Owner owner, String host, String address, Port where) {
    return new Verdict.Task(
        owner, new Target(host, where), Optional.of(Samples.ip(address)), "Repair " + host + ".");
  }
}
