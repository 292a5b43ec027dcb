package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
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
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.run.Protocols;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.verdict.advice.OpenServers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Rules and evidence made by hand. */
public final class Evidently {
  public static final LocalDate TODAY = LocalDate.of(2026, 9, 1);
  public static final String SOURCE = "10.1.2.3";
  public static final String HOST = "sql.uni.edu";
  public static final Port PORT = Port.tcp(1433);

  private Evidently() {}

  /** What may differ between the rules of these tests. */
  public static final class Row {
    private final RuleBuilder rule = RuleBuilder.rule("sql.tds").to(HOST, PORT, "tds");

    Row external() {
      rule.external(true);
      return this;
    }

    Row addresses(AddressPolicy policy) {
      rule.addresses(policy);
      return this;
    }

    Row rotating() {
      rule.rotating();
      return this;
    }

    Row retired(String day) {
      rule.retired(day);
      return this;
    }

    Row keeper(Owner owner) {
      rule.keeper(owner);
      return this;
    }

    Row absent(Owner owner) {
      rule.absent(owner);
      return this;
    }

    Row advisory() {
      rule.advisory();
      return this;
    }

    public Row advice(String text) {
      rule.advice(text);
      return this;
    }

    Row beside(String other) {
      rule.expecting(new Expectation.Beside(other));
      return this;
    }

    Row blocked(boolean unpublished, FaultKind... kinds) {
      rule.expecting(new Expectation.Blocked(Set.of(kinds), "control", unpublished));
      return this;
    }

    Rule rule() {
      return rule.build();
    }

    public Verdict judge(Evidence evidence) {
      return judge(evidence, Map.of());
    }

    public Verdict judge(Evidence evidence, Map<String, Status> others) {
      return judge(
          evidence,
          id ->
              Optional.ofNullable(others.get(id))
                  .map(status -> new OtherRule(status, new Evidence.Skipped(""))));
    }

    /** Beside other rules of the same run. */
    public Verdict judge(Evidence evidence, Function<String, Optional<OtherRule>> others) {
      return new Judge(TODAY, false, others, Protocols.ALL, OpenServers.of(List.of()))
          .judge(rule(), evidence);
    }

    /** As in a rehearsal, where stand-ins count as the servers. */
    Verdict rehearse(Finding... findings) {
      return new Judge(
              TODAY, true, id -> Optional.empty(), Protocols.ALL, OpenServers.of(List.of()))
          .judge(rule(), probed(findings));
    }

    public Verdict judge(Finding... findings) {
      return judge(probed(findings));
    }
  }

  public static Row row() {
    return new Row();
  }

  public static Evidence.Probed probed(Finding... findings) {
    return new Evidence.Probed(List.of(), Arrays.asList(findings), true);
  }

  public static Evidence.Probed probed(List<NameEvidence> names, Finding... findings) {
    return new Evidence.Probed(names, Arrays.asList(findings), true);
  }

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  public static Route route(String address) {
    return route(HOST, address, PORT);
  }

  public static Route route(String host, String address, Port port) {
    return new Route.Direct(new Endpoint(new Target(host, port), address(address)));
  }

  public static Route viaProxy() {
    Target proxy = new Target("proxy.uni.edu", Port.tcp(3128));
    return new Route.ViaProxy(new Target(HOST, PORT), new Endpoint(proxy, address("10.9.9.9")));
  }

  public static Finding finding(Route route, Attempt... attempts) {
    return new Finding(route, "tds", true, Optional.empty(), Arrays.asList(attempts), List.of());
  }

  public static Finding answering(String address) {
    return finding(route(address), answer());
  }

  public static Finding failing(String address, Fault fault) {
    return finding(route(address), fail(fault));
  }

  public static Finding dropped(String address) {
    return failing(address, fault(Phase.CONNECT, FaultKind.DROPPED));
  }

  public static Finding skipped(String address) {
    return new Finding(
        route(address), "tds", true, Optional.of("no IPv6 route"), List.of(), List.of());
  }

  public static Finding discovered(Finding finding) {
    return new Finding(
        finding.route(),
        finding.protocol(),
        false,
        finding.skipped(),
        finding.attempts(),
        finding.followUps());
  }

  public static Finding followed(Finding finding, boolean decisive, Optional<Finding> found) {
    FollowUp followUp =
        new FollowUp("tds", new Target(HOST, Port.tcp(50123)), "instance X", decisive);
    return new Finding(
        finding.route(),
        finding.protocol(),
        finding.declared(),
        finding.skipped(),
        finding.attempts(),
        List.of(new Finding.Linked(followUp, found)));
  }

  public static Attempt answer(Concern... concerns) {
    return attempt(
        new Outcome.Answered(
            List.of(new Observation.Fact("tds.version", "16.0.1000")), Arrays.asList(concerns)));
  }

  /** An answer, and what credentials showed beside it. */
  public static Attempt showing(LoginResult right, Concern... concerns) {
    return with(answer(concerns), right);
  }

  public static Attempt with(Attempt attempt, LoginResult right) {
    return attempt.withLogin(Optional.of(right));
  }

  public static Attempt fail(Fault fault) {
    return attempt(new Outcome.Failed(fault, List.of(), List.of()));
  }

  public static Attempt attempt(Outcome outcome) {
    return Attempt.bare(Instant.EPOCH, Duration.ofMillis(3), SOURCE, outcome);
  }

  public static Fault fault(Phase phase, FaultKind kind) {
    return new Fault(phase, kind, "what was seen");
  }

  public static Fault fault(Phase phase, FaultKind kind, Clue clue) {
    return new Fault(phase, kind, "what was seen", clue);
  }

  public static NameEvidence unresolved(String host, FaultKind kind, ServerAnswer... servers) {
    return new NameEvidence(
        host,
        List.of(),
        Duration.ofMillis(2),
        Optional.of(fault(Phase.RESOLVE, kind)),
        Arrays.asList(servers));
  }

  public static NameEvidence resolved(
      String host, List<String> addresses, ServerAnswer... servers) {
    return new NameEvidence(
        host,
        addresses.stream().map(Evidently::address).toList(),
        Duration.ofMillis(2),
        Optional.empty(),
        Arrays.asList(servers));
  }

  public static ServerAnswer says(String server, NameEvidence.Status status, String... records) {
    return new ServerAnswer(
        server, status, List.of(), Arrays.asList(records), Duration.ofSeconds(60));
  }
}
