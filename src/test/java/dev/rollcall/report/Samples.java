package dev.rollcall.report;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.sample.Attempts;
import dev.rollcall.sample.RuleBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules, findings, attempts and verdicts, with what does not matter filled in. */
public final class Samples {
  public static final Instant START = Instant.parse("2026-11-22T18:20:05.123456789Z");
  public static final String SOURCE = "10.1.2.3";

  private Samples() {}

  public static Rule rule(
      String id, String group, String destination, Port port, String protocol, String usage) {
    return RuleBuilder.rule(id)
        .group(group)
        .to(destination, port, protocol)
        .usage(usage)
        .external(group.contains("External"))
        .build();
  }

  public static RuleResult result(Rule rule, Evidence evidence, Verdict verdict, long millis) {
    return new RuleResult(rule, evidence, verdict, Duration.ofMillis(millis));
  }

  public static Verdict pass(String summary) {
    return verdict(Status.PASS, summary, Optional.empty(), null, "", List.of());
  }

  public static Verdict verdict(
      Status status,
      String summary,
      Optional<Fault> cause,
      Owner owner,
      String advice,
      List<String> remarks) {
    return new Verdict(status, summary, cause, Optional.ofNullable(owner), advice, remarks);
  }

  /** The verdict of a rule with credentials. */
  public static Verdict sided(Verdict verdict, String path, String right) {
    return new Verdict(
        verdict.status(),
        verdict.summary(),
        verdict.cause(),
        verdict.owner(),
        verdict.advice(),
        verdict.remarks(),
        Optional.of(new Verdict.Sides(path, right)));
  }

  /** An attempt, and what credentials showed in it. */
  public static Attempt showing(Attempt attempt, LoginResult right) {
    return attempt.withLogin(Optional.of(right));
  }

  public static Evidence probed(Finding... findings) {
    return probed(List.of("alias.uni.edu"), findings);
  }

  /** With those aliases of each name. */
  public static Evidence probed(List<String> aliases, Finding... findings) {
    List<NameEvidence> names = new ArrayList<>();
    for (Finding finding : findings) {
      Endpoint dialled = finding.route().dialled();
      names.add(
          new NameEvidence(
              dialled.target().host(),
              List.of(dialled.address()),
              Duration.ofNanos(2_345_678),
              Optional.empty(),
              List.of(
                  new NameEvidence.ServerAnswer(
                      "10.0.0.53",
                      NameEvidence.Status.ANSWERED,
                      aliases,
                      List.of(dialled.address().getHostAddress()),
                      Duration.ofMinutes(5)))));
    }
    return new Evidence.Probed(names, List.of(findings), true);
  }

  public static NameEvidence.ServerAnswer answer(String server, NameEvidence.Status status) {
    return new NameEvidence.ServerAnswer(server, status, List.of(), List.of(), Duration.ZERO);
  }

  public static Finding finding(
      String host, String address, Port port, String protocol, Attempt... attempts) {
    return new Finding(
        route(host, address, port), protocol, true, Optional.empty(), List.of(attempts), List.of());
  }

  public static Route route(String host, String address, Port port) {
    return new Route.Direct(new Endpoint(new Target(host, port), ip(address)));
  }

  public static Attempt tlsAnswer() {
    Observation.Certificate leaf =
        new Observation.Certificate(
            "CN=mssql.uni.edu",
            "CN=Campus CA",
            List.of("dns:mssql.uni.edu", "ip:198.18.1.5"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            "ab".repeat(32),
            "RSA 2048");
    return Attempts.made(
        START,
        Duration.ofMillis(12),
        Map.of(
            Phase.CONNECT, Duration.ofNanos(900_001),
            Phase.TLS, Duration.ofMillis(7),
            Phase.EXCHANGE, Duration.ofMillis(4)),
        SOURCE,
        0,
        new Outcome.Answered(
            List.of(
                new Observation.Fact("tds.version", "16.0.4165"),
                new Observation.Tls(
                    "TLSv1.3",
                    "TLS_AES_256_GCM_SHA384",
                    Optional.of("tds/8.0"),
                    Optional.of("MSSQL.uni.edu"),
                    List.of(leaf),
                    Observation.Anchor.INTERNAL,
                    "CN=Campus CA",
                    true)),
            List.of()),
        List.of());
  }

  public static Attempt answered(long millis, String fact, String value) {
    return Attempts.made(
        START,
        Duration.ofMillis(millis),
        Map.of(
            Phase.CONNECT, Duration.ofMillis(millis / 2),
            Phase.EXCHANGE, Duration.ofMillis(millis - millis / 2)),
        SOURCE,
        0,
        new Outcome.Answered(List.of(new Observation.Fact(fact, value)), List.of()),
        List.of());
  }

  public static Attempt failed(long millis, Fault fault) {
    return Attempts.made(
        START,
        Duration.ofMillis(millis),
        Map.of(fault.phase(), Duration.ofMillis(millis)),
        SOURCE,
        0,
        new Outcome.Failed(fault, List.of(), List.of()),
        List.of());
  }

  /** Every datagram but the last was lost; all, if there was silence. */
  public static Attempt datagram(long millis, int sent, Optional<Fault> fault) {
    boolean silent = fault.filter(f -> f.kind() == FaultKind.TIMED_OUT).isPresent();
    return datagram(millis, sent, Optional.of(silent ? sent : sent - 1), fault);
  }

  public static Attempt datagram(
      long millis, int sent, Optional<Integer> lost, Optional<Fault> fault) {
    return new Attempt(
        START,
        Duration.ofMillis(millis),
        Map.of(Phase.EXCHANGE, Duration.ofMillis(millis)),
        SOURCE,
        sent,
        lost,
        fault
            .<Outcome>map(f -> new Outcome.Failed(f, List.of(), List.of()))
            .orElseGet(() -> new Outcome.Answered(List.of(), List.of())),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  public static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(literal, e);
    }
  }
}
