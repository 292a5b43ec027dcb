package dev.rollcall.bundle.redact;

import static dev.rollcall.bundle.redact.Treatment.ACCOUNT;
import static dev.rollcall.bundle.redact.Treatment.ALTERNATIVE_NAME;
import static dev.rollcall.bundle.redact.Treatment.DESTINATION;
import static dev.rollcall.bundle.redact.Treatment.DISTINGUISHED_NAME;
import static dev.rollcall.bundle.redact.Treatment.FACT;
import static dev.rollcall.bundle.redact.Treatment.FINGERPRINT;
import static dev.rollcall.bundle.redact.Treatment.HOST;
import static dev.rollcall.bundle.redact.Treatment.KEPT;
import static dev.rollcall.bundle.redact.Treatment.NAMES;
import static dev.rollcall.bundle.redact.Treatment.PLATFORM;
import static dev.rollcall.bundle.redact.Treatment.RULE;
import static dev.rollcall.bundle.redact.Treatment.SENTENCE;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.HostFacts;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Rule;
import java.util.Map;
import java.util.Set;

/** What each component of a record holds. One that is not listed holds sentences. */
final class Treatments {
  private static final Map<Class<?>, Map<String, Treatment>> ALL =
      Map.ofEntries(
          Map.entry(Run.Origin.class, Map.of("version", KEPT, "host", HOST, "platform", PLATFORM)),
          Map.entry(Servers.Server.class, Map.of("name", HOST)),
          Map.entry(Rule.class, Map.of("id", RULE, "destination", DESTINATION)),
          Map.entry(Expectation.Beside.class, Map.of("rule", RULE)),
          Map.entry(Expectation.Blocked.class, Map.of("control", RULE)),
          Map.entry(Past.Moment.class, Map.of("rules", RULE)),
          Map.entry(Change.class, Map.of("rule", RULE)),
          Map.entry(Observation.Fact.class, Map.of("name", FACT)),
          Map.entry(
              RequestDetails.class,
              Map.of("requester", ACCOUNT, "environment", ACCOUNT, "ticket", ACCOUNT)),
          Map.entry(Target.class, Map.of("host", HOST)),
          Map.entry(Attempt.class, Map.of("source", HOST)),
          Map.entry(Flow.class, Map.of("source", HOST, "destination", HOST)),
          Map.entry(IcmpAnswer.class, Map.of("sender", HOST)),
          Map.entry(PathTrace.Hop.class, Map.of("router", HOST)),
          Map.entry(NameEvidence.class, Map.of("host", HOST)),
          Map.entry(
              NameEvidence.ServerAnswer.class,
              Map.of("server", HOST, "canonical", HOST, "records", NAMES)),
          Map.entry(LoginResult.Proven.class, Map.of("account", ACCOUNT)),
          Map.entry(LoginResult.Failed.class, Map.of("account", ACCOUNT)),
          Map.entry(LoginResult.Untried.class, Map.of("account", ACCOUNT)),
          Map.entry(
              Observation.Tls.class, Map.of("serverName", HOST, "anchorName", DISTINGUISHED_NAME)),
          Map.entry(
              Observation.Certificate.class,
              Map.of(
                  "subject", DISTINGUISHED_NAME,
                  "issuer", DISTINGUISHED_NAME,
                  "names", ALTERNATIVE_NAME,
                  "fingerprint", FINGERPRINT)),
          Map.entry(Drift.class, Map.of("run", KEPT)),
          Map.entry(Drift.Basis.class, Map.of("run", KEPT)),
          Map.entry(Drift.Acceptance.class, Map.of("by", ACCOUNT)),
          Map.entry(StandInLog.class, Map.of("version", KEPT, "host", HOST)),
          Map.entry(StandInLog.OpenPort.class, Map.of("address", HOST, "rules", RULE)),
          Map.entry(StandInLog.Visit.class, Map.of("source", HOST, "target", HOST)),
          Map.entry(StandInLog.Series.class, Map.of("source", HOST)),
          Map.entry(
              HostFacts.class,
              Map.of(
                  "format", KEPT,
                  "rollcall", KEPT,
                  "system", PLATFORM,
                  "host", HOST,
                  "nameServers", HOST,
                  "searchDomains", HOST)));

  /** Facts of the core that hold no name; those of protocols are declared by them. */
  private static final Set<String> PLAIN =
      Set.of(
          "balancer.checks", "balancer.client-addresses", "balancer.health-check", "stand-in.mark");

  private final Set<String> plainFacts;

  /**
   * @param plainFacts the facts of protocols that hold no name; the texts of all others are names
   */
  Treatments(Set<String> plainFacts) {
    this.plainFacts = Set.copyOf(plainFacts);
  }

  /** What a component of that record holds. */
  Treatment of(Record value, String component) {
    if (value instanceof Observation.Fact fact && component.equals("text")) {
      return PLAIN.contains(fact.name()) || plainFacts.contains(fact.name()) ? SENTENCE : NAMES;
    }
    if (value instanceof Change change && component.equals("subject")) {
      return change.aspect() == Change.Aspect.FACT ? FACT : SENTENCE;
    }
    Class<?> type = value.getClass();
    return ALL.getOrDefault(type, Map.of()).getOrDefault(component, SENTENCE);
  }
}
