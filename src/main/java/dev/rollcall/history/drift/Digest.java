package dev.rollcall.history.drift;

import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.history.entry.Series;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Extracts from a run what drift compares. */
public final class Digest {
  /** The pseudo-rule for the run as a whole; real ids have no parentheses. */
  static final String RUN = "(run)";

  /** The most values of one fact that are stored. */
  private static final int MOST_VALUES = 16;

  private static final int LONGEST_VALUE = 300;

  private final Map<String, Set<String>> addresses = new HashMap<>();
  private final Map<String, Map<String, RuleState.Leaf>> certificates = new HashMap<>();
  private final Map<String, Set<String>> facts = new HashMap<>();
  private final List<Duration> connects = new ArrayList<>();

  private final Set<String> volatileFacts;

  private Digest(Set<String> volatileFacts) {
    this.volatileFacts = volatileFacts;
  }

  /**
   * The journal's entry of a run, without changes yet.
   *
   * @param narrowed whether the run checked only some rules
   * @param volatileFacts names of facts that are not compared
   */
  public static JournalEntry entry(
      String id, Run run, boolean narrowed, Set<String> volatileFacts) {
    return new JournalEntry(
        id,
        run.startedAt(),
        Series.of(run),
        run.origin().version(),
        run.origin().host(),
        run.status(),
        run.interrupted(),
        narrowed,
        of(run, volatileFacts),
        "",
        List.of());
  }

  /** The state of the run as a whole, then those of the finished rules, in the order of the run. */
  static Map<String, RuleState> of(Run run, Set<String> volatileFacts) {
    Map<String, RuleState> states = new LinkedHashMap<>();
    states.put(RUN, whole(run));
    for (RuleResult result : run.results()) {
      boolean finished =
          !(result.evidence() instanceof Evidence.Probed probed && !probed.finished());
      if (finished) {
        states.put(result.rule().id(), new Digest(volatileFacts).state(result));
      }
    }
    return states;
  }

  /** The state of the run as a whole: ended early, or with a remark that is a warning or worse. */
  private static RuleState whole(Run run) {
    Status worst = run.interrupted() ? Status.INCONCLUSIVE : Status.PASS;
    List<String> causes = new ArrayList<>();
    if (run.interrupted()) {
      causes.add("it ended before every rule was finished");
    }
    for (Run.Remark remark : run.remarks()) {
      if (remark.status().compareTo(Status.PASS) > 0) {
        worst = worst.orWorse(remark.status());
        causes.add(cut(remark.text()));
      }
    }
    return RuleState.bare(
        worst, causes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", causes)));
  }

  private RuleState state(RuleResult result) {
    Optional<Duration> answer = Optional.empty();
    if (result.evidence() instanceof Evidence.Probed probed) {
      probed.names().forEach(this::name);
      probed.findings().stream().flatMap(Finding::withFollowUps).forEach(this::finding);
      answer = Latency.median(probed.findings());
    }
    Map<String, List<RuleState.Leaf>> leaves = new HashMap<>();
    certificates.forEach((host, shown) -> leaves.put(host, List.copyOf(shown.values())));
    return new RuleState(
        result.verdict().status(),
        cause(result),
        result.rule().judging().rotating(),
        lists(addresses),
        leaves,
        lists(facts),
        Latencies.median(connects),
        answer);
  }

  /**
   * {@code CONNECT DROPPED}; of a rule that does not fail also where, or what else needs attention.
   * Says nothing that changes by itself, such as days until a certificate expires.
   */
  private static Optional<String> cause(RuleResult result) {
    Optional<Fault> fault = result.verdict().cause();
    return switch (result.verdict().status()) {
      case FAIL -> fault.map(Fault::cause);
      case WARN, INCONCLUSIVE ->
          fault
              .map(one -> cut(one.cause() + places(result, one)))
              .or(() -> Optional.of(concerns(result)).filter(text -> !text.isEmpty()));
      case PASS, SKIPPED -> Optional.empty();
    };
  }

  /** {@code at 198.18.1.5, 198.18.1.9}: the addresses that fail so; none of a rotating name. */
  private static String places(RuleResult result, Fault fault) {
    String places =
        findings(result)
            .filter(
                one ->
                    one.attempts().stream()
                        .map(Attempt::outcome)
                        .anyMatch(
                            outcome ->
                                outcome instanceof Outcome.Failed failed
                                    && failed.fault().cause().equals(fault.cause())))
            .map(one -> one.route().dialled().address().getHostAddress())
            .map(Networks::withoutZone)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return places.isEmpty() || result.rule().judging().rotating() ? "" : " at " + places;
  }

  /** {@code certificate expiring, clock}. */
  private static String concerns(RuleResult result) {
    return findings(result)
        .flatMap(one -> one.attempts().stream())
        .flatMap(one -> one.outcome().concerns().stream())
        .map(one -> one.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Stream<Finding> findings(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed probed
        ? probed.findings().stream().flatMap(Finding::withFollowUps)
        : Stream.empty();
  }

  private static Map<String, List<String>> lists(Map<String, Set<String>> sets) {
    Map<String, List<String>> lists = new HashMap<>();
    sets.forEach((key, values) -> lists.put(key, List.copyOf(values)));
    return lists;
  }

  private void name(NameEvidence name) {
    if (!name.addresses().isEmpty()) {
      Set<String> known = addresses.computeIfAbsent(name.host(), host -> new TreeSet<>());
      name.addresses().stream()
          .map(InetAddress::getHostAddress)
          .map(Networks::withoutZone)
          .forEach(known::add);
    }
  }

  private void finding(Finding finding) {
    for (Attempt attempt : finding.attempts()) {
      Duration connect = attempt.phases().get(Phase.CONNECT);
      boolean answered = !(attempt.outcome() instanceof Outcome.Failed);
      if (connect != null && answered) {
        connects.add(connect);
      }
      for (Observation seen : attempt.outcome().observations()) {
        if (seen instanceof Observation.Tls tls) {
          certificate(tls.serverName().orElse(finding.route().target().host()), tls);
        } else if (seen instanceof Observation.Fact fact && answered) {
          fact(fact);
        }
      }
    }
  }

  private void certificate(String host, Observation.Tls tls) {
    if (!tls.chain().isEmpty()) {
      Observation.Certificate leaf = tls.chain().get(0);
      certificates
          .computeIfAbsent(host, any -> new TreeMap<>())
          .put(
              leaf.fingerprint(),
              new RuleState.Leaf(
                  leaf.fingerprint(),
                  leaf.issuer(),
                  leaf.key(),
                  leaf.names().stream().sorted().toList(),
                  leaf.notAfter()));
    }
  }

  private void fact(Observation.Fact fact) {
    if (!volatileFacts.contains(fact.name())) {
      Set<String> values = facts.computeIfAbsent(fact.name(), name -> new TreeSet<>());
      if (values.size() < MOST_VALUES) {
        values.add(cut(fact.text()));
      }
    }
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_VALUE));
  }
}
