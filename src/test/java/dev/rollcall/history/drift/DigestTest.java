package dev.rollcall.history.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.text.LiteralAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a history keeps of a run, and what it does not because the next run will tell otherwise. */
class DigestTest {
  @Test
  void keepsWhatAServerIsAndNotWhatThisRunHappenedToSee() {
    assertEquals(
        Map.of("ldap.vendor", List.of("Samba Team")),
        digest(
            new Observation.Fact("ldap.vendor", "Samba Team"),
            new Observation.Fact("ntp.offset", "+0.001 s")));
  }

  /** One login for a rule: whichever controller took it spells its base as it likes. */
  @Test
  void whichControllerTookTheLoginIsNoFact() {
    assertEquals(
        digest(new Observation.Fact("ldap.base", "dc=uni,dc=edu")),
        digest(new Observation.Fact("ldap.base", "DC=uni,DC=edu")));
  }

  private static final Fault DROPPED = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");

  /** A warning says which address fails, and not only that there is one. */
  @Test
  void theCauseOfAWarningIsKept() {
    assertEquals(
        Optional.of("CONNECT DROPPED at 198.18.1.9"),
        cause(
            false,
            Optional.of(DROPPED),
            at("198.18.1.5", new Outcome.Answered(List.of(), List.of())),
            at("198.18.1.9", new Outcome.Failed(DROPPED, List.of(), List.of()))));
    assertEquals(
        Optional.of("CONNECT DROPPED"),
        cause(
            true,
            Optional.of(DROPPED),
            at("198.18.1.9", new Outcome.Failed(DROPPED, List.of(), List.of()))));
  }

  /** It is the same tomorrow, or it would be reported every day. */
  @Test
  void ofAConcernOnlyItsKindIsKept() {
    Concern ends = new Concern(Concern.Kind.CERTIFICATE_EXPIRING, "ends in 12 days");
    assertEquals(
        Optional.of("certificate expiring"),
        cause(
            false,
            Optional.empty(),
            at("198.18.1.5", new Outcome.Answered(List.of(), List.of(ends)))));
  }

  private static Optional<String> cause(
      boolean rotating, Optional<Fault> fault, Finding... findings) {
    RuleResult result =
        new RuleResult(
            rotating
                ? RuleBuilder.rule("ad.ldaps").rotating().build()
                : RuleBuilder.rule("ad.ldaps").build(),
            new Evidence.Probed(List.of(), List.of(findings), true),
            new Verdict(Status.WARN, "", fault, Optional.empty(), "", List.of()),
            Duration.ofMillis(2));
    return Digest.of(RunBuilder.run(result).build(), Set.of()).get("ad.ldaps").cause();
  }

  private static Finding at(String address, Outcome outcome) {
    Target target = new Target("dc1.uni.edu", Port.tcp(636));
    Attempt attempt = Attempt.bare(Instant.EPOCH, Duration.ofMillis(2), "198.18.1.10", outcome);
    return new Finding(
        new Route.Direct(new Endpoint(target, LiteralAddress.parse(address))),
        "ldaps",
        true,
        Optional.empty(),
        List.of(attempt),
        List.of());
  }

  private static Map<String, List<String>> digest(Observation... seen) {
    Target target = new Target("dc1.uni.edu", Port.tcp(636));
    Attempt attempt =
        Attempt.bare(
            Instant.EPOCH,
            Duration.ofMillis(2),
            "198.18.1.10",
            new Outcome.Answered(List.of(seen), List.of()));
    Finding finding =
        new Finding(
            new Route.Direct(new Endpoint(target, InetAddress.getLoopbackAddress())),
            "ldaps",
            true,
            Optional.empty(),
            List.of(attempt),
            List.of());
    RuleResult result =
        new RuleResult(
            rule(target),
            new Evidence.Probed(List.of(), List.of(finding), true),
            new Verdict(Status.PASS, "", Optional.empty(), Optional.empty(), "", List.of()),
            Duration.ofMillis(2));
    Run run = RunBuilder.run(result).build();
    return Digest.of(run, Set.of("ldap.base", "ntp.offset")).get("ad.ldaps").facts();
  }

  private static Rule rule(Target target) {
    return RuleBuilder.rule("ad.ldaps")
        .to(target.host(), target.port(), "ldaps")
        .addresses(AddressPolicy.ANY)
        .build();
  }
}
