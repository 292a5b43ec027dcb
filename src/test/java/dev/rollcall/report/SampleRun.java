package dev.rollcall.report;

import static dev.rollcall.report.Samples.SOURCE;
import static dev.rollcall.report.Samples.START;
import static dev.rollcall.report.Samples.answer;
import static dev.rollcall.report.Samples.answered;
import static dev.rollcall.report.Samples.datagram;
import static dev.rollcall.report.Samples.failed;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.ip;
import static dev.rollcall.report.Samples.pass;
import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.route;
import static dev.rollcall.report.Samples.rule;
import static dev.rollcall.report.Samples.tlsAnswer;
import static dev.rollcall.report.Samples.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.sample.Attempts;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs for the tests of reports, made of {@link Samples}. */
public final class SampleRun {
  private static final String IN = "Inbound Traffic";
  private static final String INTERNAL = "Outbound Traffic (Internal)";
  private static final String EXTERNAL = "Outbound Traffic (External)";

  private SampleRun() {}

  /** Every status, every owner, several addresses, follow-ups, a proxy; ended early. */
  public static Run everything() {
    List<RuleResult> results = new ArrayList<>();
    results.addAll(inbound());
    results.addAll(internal());
    results.addAll(SampleLogins.all());
    results.addAll(external());
    return run(
        results,
        true,
        new Run.Remark(Status.WARN, "10.1.2.3 is none of the site's servers: another host's rules"),
        new Run.Remark(Status.PASS, "time.servers: none given, the catalogue's are probed"));
  }

  /** Rules to these hosts that a firewall drops. */
  public static List<RuleResult> dropped(List<String> hosts) {
    Fault dropped =
        new Fault(
            Phase.CONNECT, FaultKind.DROPPED, "no answer to any of three connection requests");
    List<RuleResult> results = new ArrayList<>();
    for (String host : hosts) {
      int i = results.size() + 1;
      Port port = Port.tcp(443);
      results.add(
          result(
              rule("dropped." + i, INTERNAL, host, port, "https", "Use"),
              probed(finding(host, "198.18.9." + i, port, "https", failed(5002, dropped))),
              verdict(
                  Status.FAIL,
                  "198.18.9." + i + ": " + dropped.cause() + ": " + dropped.evidence(),
                  Optional.of(dropped),
                  Owner.FIREWALL,
                  "Ask the firewall team to allow 10.1.2.3 to 198.18.9." + i + ", TCP port 443.",
                  List.of("seen from another address")),
              5002));
    }
    return results;
  }

  /** Two rules that pass and one that was skipped. */
  public static Run ready() {
    return run(List.of(tds(), cloudpaging(), ntp()), false);
  }

  /** Clocks and certificates at both ends of what Java and a run document can hold. */
  public static Run times() {
    long most = 999_999_999_999L;
    List<Observation> seen = new ArrayList<>();
    for (Instant at : List.of(Instant.MIN, Instant.MAX, Instant.parse("+30828-09-14T02:48:05Z"))) {
      for (long offset : new long[] {-most, -63_963_106_765L, most}) {
        seen.add(
            new Observation.Clock(
                "smb", at, Duration.ofSeconds(offset, 999_999_999), Duration.ofSeconds(most)));
      }
      Observation.Certificate leaf =
          new Observation.Certificate("CN=x", "CN=y", List.of(), at, at, "ab", "EC 256");
      seen.add(
          new Observation.Tls(
              "TLSv1.3",
              "",
              Optional.empty(),
              Optional.empty(),
              List.of(leaf),
              Observation.Anchor.INTERNAL,
              "CN=y",
              true));
    }
    Attempt attempt =
        Attempts.made(
            START,
            Duration.ofMillis(1),
            Map.of(Phase.EXCHANGE, Duration.ofMillis(1)),
            SOURCE,
            0,
            new Outcome.Answered(seen, List.of()),
            List.of());
    List<RuleResult> results = new ArrayList<>();
    for (Status status : Status.values()) {
      results.add(
          result(
              rule("x." + status, INTERNAL, "dc1.uni.edu", Port.tcp(445), "smb", ""),
              probed(finding("dc1.uni.edu", "198.18.1.5", Port.tcp(445), "smb", attempt)),
              verdict(status, "so", Optional.empty(), Owner.SERVER, "", List.of()),
              1));
    }
    return run(results, false);
  }

  /** Nothing to call. */
  public static Run empty() {
    return run(List.of(), false);
  }

  public static Run run(List<RuleResult> results, boolean interrupted, Run.Remark... remarks) {
    return RunBuilder.run(results)
        .catalogue("appsanywhere", "AppsAnywhere network requirements")
        .on("appsanywhere01.uni.edu")
        .site("/etc/rollcall/site.yaml")
        .at(START)
        .took(Duration.ofMillis(6120))
        .interrupted(interrupted)
        .platform("Linux 6.1 amd64, Java 17.0.15")
        .remarks(remarks)
        .build();
  }

  private static List<RuleResult> inbound() {
    Rule blocked =
        RuleBuilder.rule("inbound.ssh-private")
            .group(IN)
            .from(Vantage.CLIENT, Vantage.OUTSIDE)
            .to("appsanywhere01.uni.edu", Port.tcp(22), "ssh")
            .usage("SSH only from the necessary addresses")
            .addresses(new AddressPolicy.AtLeast(2))
            .certificate(CertificatePolicy.REPORT)
            .keeper(Owner.LOAD_BALANCER)
            .expecting(
                new Expectation.Blocked(
                    Set.of(FaultKind.REJECTED, FaultKind.DROPPED, FaultKind.REFUSED),
                    "lb.service",
                    true))
            .build();
    Finding open =
        finding(
            "appsanywhere01.uni.edu",
            "198.18.1.2",
            Port.tcp(22),
            "ssh",
            answered(8, "ssh.software", "OpenSSH_8.7"));
    return List.of(
        new RuleResult(
            blocked,
            probed(open),
            verdict(
                Status.FAIL,
                "must be blocked from here, but SSH answered",
                Optional.empty(),
                Owner.FIREWALL,
                "Ask the firewall team to close 10.1.2.3 to 198.18.1.2, 22/tcp.",
                List.of()),
            Duration.ofMillis(9)),
        interval(),
        persistence());
  }

  public static RuleResult tds() {
    Finding first = finding("MSSQL.uni.edu", "198.18.1.5", Port.tcp(1433), "tds", tlsAnswer());
    Finding second =
        finding(
            "MSSQL.uni.edu",
            "2001:db8:0:0:0:0:0:5",
            Port.tcp(1433),
            "tds",
            answered(14, "tds.version", "16.0.4165"));
    return result(
        rule("sql.tds", INTERNAL, "MSSQL.uni.edu", Port.tcp(1433), "tds", "AppsAnywhere database"),
        probed(first, second),
        pass("SQL Server 16.0.4165 answered PRELOGIN on 2 addresses, encryption on"),
        15);
  }

  /** What a stand-in saw of the load balancer, merged into the run. */
  public static RuleResult interval() {
    return result(
        rule(
            "lb.health-interval",
            IN,
            "appsanywhere01.uni.edu",
            Port.tcp(443),
            "https",
            "Health checks every 30 seconds"),
        new Evidence.Witnessed(
            "the stand-in on appsanywhere01.uni.edu, 2026-11-22 18:20:05 UTC, for 5 min",
            List.of(
                new Observation.Fact(
                    "balancer.checks", "198.18.2.10 on 443/tcp: 5 checks, every 10.0 s"))),
        verdict(
            Status.FAIL,
            "198.18.2.10 checks 443/tcp every 10.0 s, not every 30 s",
            Optional.empty(),
            Owner.LOAD_BALANCER,
            "Set the interval of the load balancer's health checks to 30 seconds.",
            List.of("client addresses are preserved: 198.18.3.10 called")),
        0);
  }

  /** It answers, and that decides nothing. */
  public static RuleResult persistence() {
    Attempt attempt =
        Attempts.made(
            START,
            Duration.ofMillis(90),
            Map.of(Phase.EXCHANGE, Duration.ofMillis(90)),
            SOURCE,
            0,
            new Outcome.Undecided(
                "no answer tells which server gave it",
                Optional.of("have every answer name its server"),
                List.of(new Observation.Fact("http.status", "200")),
                List.of(new Concern(Concern.Kind.STAND_IN_UNPROVEN, "a stand-in answered"))),
            List.of());
    return result(
        rule(
            "lb.persistence",
            IN,
            "appsanywhere.uni.edu",
            Port.tcp(443),
            "https",
            "Session persistence"),
        probed(finding("appsanywhere.uni.edu", "198.18.2.10", Port.tcp(443), "https", attempt)),
        verdict(
            Status.INCONCLUSIVE,
            "no answer tells which server gave it",
            Optional.empty(),
            Owner.SITE_FILE,
            "Name a header that tells.",
            List.of()),
        91);
  }

  private static List<RuleResult> internal() {
    Rule kerberos =
        rule("ad.kerberos", INTERNAL, "dc1.uni.edu", Port.udp(88), "kerberos", "Single sign-on");
    FollowUp tcp =
        new FollowUp(
            "kerberos",
            new Target("dc1.uni.edu", Port.tcp(88)),
            "the KDC's answer is too big for UDP",
            true);
    Attempt small =
        Attempts.made(
            START,
            Duration.ofMillis(3),
            Map.of(Phase.EXCHANGE, Duration.ofMillis(3)),
            SOURCE,
            1,
            new Outcome.Answered(
                List.of(
                    new Observation.Clock(
                        "kerberos", START, Duration.ofMillis(-1500), Duration.ofNanos(500_000)),
                    new Observation.Note("answered KRB_ERR_RESPONSE_TOO_BIG")),
                List.of()),
            List.of(tcp));
    Fault reset =
        new Fault(
            Phase.CONNECT,
            FaultKind.REFUSED,
            "the port is closed: connection refused",
            Clue.SYN_PROXY);
    Finding followed =
        finding("dc1.uni.edu", "198.18.1.10", Port.tcp(88), "kerberos", failed(1, reset));
    Finding udp =
        new Finding(
            route("dc1.uni.edu", "198.18.1.10", Port.udp(88)),
            "kerberos",
            true,
            Optional.empty(),
            List.of(small),
            List.of(
                new Finding.Linked(tcp, Optional.of(followed)),
                new Finding.Linked(
                    new FollowUp(
                        "kerberos",
                        new Target("dc2.uni.edu", Port.tcp(88)),
                        "an SRV target",
                        false),
                    Optional.empty())));
    Fault dropped =
        new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing answered three SYNs within 5 s");
    Attempt lost =
        failed(5002, dropped).withPackets(SamplePackets.lost(), Optional.of(SamplePackets.path()));
    Finding smbDown = finding("myfileshare.uni.edu", "198.18.1.20", Port.tcp(445), "smb", lost);
    Finding smbUp =
        finding(
            "myfileshare.uni.edu",
            "198.18.1.21",
            Port.tcp(445),
            "smb",
            answered(6, "smb.dialect", "3.1.1"));
    Finding skipped =
        new Finding(
            route("myfileshare.uni.edu", "2001:db8:0:0:0:0:0:20", Port.tcp(445)),
            "smb",
            false,
            Optional.of("this host has no IPv6 route"),
            List.of(),
            List.of());
    Fault noName =
        new Fault(Phase.RESOLVE, FaultKind.NAME_NOT_FOUND, "the name does not exist (NXDOMAIN)");
    NameEvidence missing =
        new NameEvidence(
            "AD.uni.edu",
            List.of(),
            Duration.ofNanos(1_234_567),
            Optional.of(noName),
            List.of(
                answer("10.0.0.53", NameEvidence.Status.NXDOMAIN),
                answer("10.0.0.54", NameEvidence.Status.SILENT)));
    return List.of(
        tds(),
        result(
            rule("sql.browser", INTERNAL, "sql.host", Port.udp(1434), "ssrp", "Finds the instance"),
            new Evidence.NotConfigured(List.of("sql.host", "sql.instance")),
            verdict(
                Status.INCONCLUSIVE,
                "not configured: sql.host, sql.instance",
                Optional.empty(),
                Owner.SITE_FILE,
                "Fill in sql.host in the site file, or waive the rule there.",
                List.of()),
            0),
        result(
            rule("ad.ldaps", INTERNAL, "AD.uni.edu", Port.tcp(636), "ldaps", "Directory lookups"),
            new Evidence.Probed(List.of(missing), List.of(), true),
            verdict(
                Status.FAIL,
                "AD.uni.edu does not exist",
                Optional.of(noName),
                Owner.DNS,
                "Ask the DNS team to publish AD.uni.edu, or correct directory.host in the site"
                    + " file.",
                List.of()),
            2),
        result(
            kerberos,
            probed(udp),
            verdict(
                Status.FAIL,
                "TCP 88 is needed as well and is closed",
                Optional.of(reset),
                Owner.SERVER,
                "Ask the owner of dc1.uni.edu (198.18.1.10) to open 88/tcp.",
                List.of("the KDC's clock is 1.5 s behind")),
            5),
        cloudpaging(),
        result(
            rule("files.smb", INTERNAL, "myfileshare.uni.edu", Port.tcp(445), "smb", "Packages"),
            probed(smbDown, smbUp, skipped),
            verdict(
                Status.FAIL,
                "1 of 2 addresses dropped the connection",
                Optional.of(dropped),
                Owner.FIREWALL,
                "Ask the firewall team to allow 10.1.2.3 to 198.18.1.20, 445/tcp.",
                List.of("198.18.1.21 answered")),
            5010));
  }

  public static RuleResult cloudpaging() {
    return result(
        rule("cloudpaging", INTERNAL, "cloudpaging.host", Port.tcp(443), "https", "Cloudpaging"),
        new Evidence.Skipped("not applicable: the site file does not name cloudpaging.host"),
        verdict(
            Status.SKIPPED,
            "not applicable: the site file does not name cloudpaging.host",
            Optional.empty(),
            null,
            "",
            List.of()),
        0);
  }

  public static RuleResult ntp() {
    List<Attempt> samples =
        List.of(
            datagram(20, 1, Optional.empty()),
            datagram(30, 2, Optional.empty()),
            datagram(
                5000,
                3,
                Optional.of(
                    new Fault(
                        Phase.EXCHANGE,
                        FaultKind.TIMED_OUT,
                        "no answer to 3 requests",
                        Clue.SILENT_DATAGRAM))));
    Finding finding =
        new Finding(
            route("0.centos.pool.ntp.org", "203.0.113.7", Port.udp(123)),
            "ntp",
            true,
            Optional.empty(),
            samples,
            List.of());
    return result(
        rule("time.0", EXTERNAL, "0.centos.pool.ntp.org", Port.udp(123), "ntp", "Time"),
        probed(finding),
        pass("stratum 2, offset 0.4 ms"),
        25);
  }

  private static List<RuleResult> external() {
    return List.of(
        ntp(),
        external("registration", FaultKind.INTERCEPTED, Phase.TLS, Owner.PROXY, Status.FAIL),
        external("icons.cdn", FaultKind.UNEXPECTED, Phase.EXCHANGE, Owner.VENDOR, Status.FAIL),
        external("icons.api", FaultKind.NO_ROUTE, Phase.CONNECT, Owner.THIS_HOST, Status.FAIL),
        external(
            "repo.remi", FaultKind.INTERNAL, Phase.EXCHANGE, Owner.ROLLCALL, Status.INCONCLUSIVE),
        external("repo.epel", FaultKind.DENIED, Phase.PROXY, Owner.SITE_FILE, Status.FAIL),
        retired(),
        github(),
        unfinished());
  }

  private static RuleResult external(
      String id, FaultKind kind, Phase phase, Owner owner, Status status) {
    String host = id + ".example.net";
    Fault fault = new Fault(phase, kind, "what was seen of " + kind);
    return result(
        rule(id, EXTERNAL, host, Port.tcp(443), "https", "What " + id + " is for"),
        probed(finding(host, "203.0.113.9", Port.tcp(443), "https", failed(40, fault))),
        verdict(
            status,
            "summary of " + kind,
            Optional.of(fault),
            owner,
            "Ask the " + owner.title() + " about " + host + ", 443/tcp.",
            List.of()),
        41);
  }

  private static RuleResult retired() {
    Rule rule =
        RuleBuilder.rule("repo.centos-mirrorlist")
            .group(EXTERNAL)
            .to("mirrorlist.centos.org", Port.tcp(80), "http")
            .usage("CentOS updates")
            .external(true)
            .addresses(AddressPolicy.ANY)
            .rotating()
            .retired("2024-07-01")
            .absent(Owner.VENDOR)
            .advisory()
            .note("Retired with CentOS 7.")
            .advice("Use vault.centos.org.")
            .build();
    return new RuleResult(
        rule,
        new Evidence.Probed(List.of(), List.of(), true),
        verdict(
            Status.WARN,
            "mirrorlist.centos.org was retired on 2024-07-01 and does not answer",
            Optional.of(new Fault(Phase.RESOLVE, FaultKind.NAME_NOT_FOUND, "NXDOMAIN")),
            Owner.VENDOR,
            "Nothing to open: use vault.centos.org instead.",
            List.of()),
        Duration.ofMillis(30));
  }

  private static RuleResult github() {
    Route proxied =
        new Route.ViaProxy(
            new Target("github.com", Port.tcp(443)),
            new Endpoint(new Target("proxy.uni.edu", Port.tcp(3128)), ip("10.9.9.9")));
    Attempt attempt =
        Attempts.made(
            START,
            Duration.ofMillis(44),
            Map.of(
                Phase.CONNECT, Duration.ofMillis(1),
                Phase.PROXY, Duration.ofMillis(20),
                Phase.TLS, Duration.ofMillis(15),
                Phase.EXCHANGE, Duration.ofMillis(8)),
            SOURCE,
            0,
            new Outcome.Answered(
                List.of(new Observation.Fact("http.status", "200")),
                List.of(new Concern(Concern.Kind.NOT_IDENTIFIED, "answered, not identified"))),
            List.of());
    Finding finding =
        new Finding(proxied, "https", true, Optional.empty(), List.of(attempt), List.of());
    return result(
        rule("libraries.github", EXTERNAL, "github.com", Port.tcp(443), "https", "Libraries"),
        probed(finding),
        verdict(
            Status.WARN,
            "answered, not identified",
            Optional.empty(),
            Owner.PROXY,
            "Check what the proxy answers for github.com.",
            List.of("through the proxy 10.9.9.9:3128/tcp")),
        45);
  }

  private static RuleResult unfinished() {
    Finding none =
        new Finding(
            route("smtp.sendgrid.net", "203.0.113.30", Port.tcp(587)),
            "smtp",
            true,
            Optional.empty(),
            List.of(),
            List.of());
    return result(
        rule("mail.smtp", EXTERNAL, "smtp.sendgrid.net", Port.tcp(587), "smtp", "Mail"),
        new Evidence.Probed(List.of(), List.of(none), false),
        verdict(
            Status.INCONCLUSIVE,
            "the run was ended before this rule",
            Optional.empty(),
            null,
            "Run it again.",
            List.of()),
        0);
  }
}
