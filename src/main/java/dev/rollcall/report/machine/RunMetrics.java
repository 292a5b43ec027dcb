package dev.rollcall.report.machine;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The metrics of a run, the same in every format that has them: base units.
 *
 * <p>Every sample has the labels {@code catalogue} and {@code vantage}, so that the files of
 * several vantages in one folder do not clash; help texts are constants, as different ones would
 * clash too. A label's values come from the catalogue and the site file and from enumerations,
 * never from a server.
 *
 * <p>What was not probed has no durations, addresses, certificate or clock. {@code
 * rollcall_rule_success} is 1 for PASS and WARN and 0 for FAIL. A rule that was skipped or is
 * inconclusive has no such sample; {@code rollcall_rule_status} shows it.
 */
final class RunMetrics {
  private static final int WORD = 100;
  private static final int LIST = 200;
  private static final String CODES = "0 skipped, 1 pass, 2 warn, 3 inconclusive, 4 fail.";

  private final Gauges gauges = new Gauges();
  private final Run run;
  private final Labels common;

  private RunMetrics(Run run) {
    this.run = run;
    this.common =
        Labels.of(
            "catalogue",
            Printable.line(run.origin().catalogue(), WORD),
            "vantage",
            run.origin().vantage().word());
  }

  /** All of them, sorted by name. */
  static MetricSnapshots of(Run run) {
    RunMetrics metrics = new RunMetrics(run);
    metrics.addRun();
    Set<String> seen = new HashSet<>();
    for (RuleResult result : run.results()) {
      metrics.addRule(result, seen);
    }
    return metrics.gauges.snapshots();
  }

  private void addRun() {
    gauges.info(
        "rollcall_build",
        "The version of Rollcall that made the last run.",
        common.add("version", Printable.line(run.origin().version(), WORD)));
    gauges.add(
        "rollcall_run_start_timestamp_seconds",
        "When the last run started, in seconds since 1970.",
        common,
        seconds(run.startedAt()));
    gauges.add(
        "rollcall_run_duration_seconds",
        "How long the last run took.",
        common,
        seconds(run.took()));
    gauges.add(
        "rollcall_run_status",
        "The last run's status, its worst rule's: " + CODES,
        common,
        code(run.status()));
    gauges.add(
        "rollcall_run_interrupted",
        "Whether a signal or the deadline ended the last run early.",
        common,
        run.interrupted() ? 1 : 0);
    gauges.add(
        "rollcall_run_rehearsal",
        "Whether stand-ins' answers passed in the last run as the servers' own.",
        common,
        run.isRehearsal() ? 1 : 0);
    for (Status status : Status.values()) {
      gauges.add(
          "rollcall_run_rules",
          "How many rules of the last run have the status.",
          common.add("status", status.name()),
          (double) run.count(status));
    }
  }

  /** Empty if the site names none: the rule then contains the name of the missing value. */
  private static String destination(RuleResult result) {
    String destination = result.rule().destination();
    boolean none =
        (result.evidence() instanceof Evidence.NotConfigured missing
                && missing.values().stream().anyMatch(destination::contains))
            || (result.evidence() instanceof Evidence.Skipped skipped && skipped.notApplicable());
    return none ? "" : destination;
  }

  private void addRule(RuleResult result, Set<String> seen) {
    Labels rule = common.add("rule", name(result, seen));
    Verdict verdict = result.verdict();
    gauges.info(
        "rollcall_rule",
        "What the rule is: the same in every run of one catalogue and site file.",
        rule.merge(
            Labels.of(
                "group", Printable.line(result.rule().group(), WORD),
                "destination", Printable.line(destination(result), LIST),
                "port", result.rule().port().toString(),
                "protocol", Printable.line(result.rule().protocol(), WORD),
                "severity", result.rule().judging().severity().word())));
    gauges.add("rollcall_rule_status", "The rule's status: " + CODES, rule, code(verdict.status()));
    if (verdict.status() == Status.FAIL || verdict.status().works()) {
      gauges.add(
          "rollcall_rule_success",
          "1 if the rule passes or warns, 0 if it fails; without a sample if it was skipped or is"
              + " inconclusive.",
          rule,
          verdict.status() == Status.FAIL ? 0 : 1);
    }
    addCause(verdict, rule);
    Measures.of(result)
        .ifPresent(
            measures -> {
              gauges.add(
                  "rollcall_rule_duration_seconds",
                  "The rule's wall time.",
                  rule,
                  seconds(result.wall()));
              addMeasures(measures, rule);
            });
  }

  private void addCause(Verdict verdict, Labels rule) {
    boolean well = verdict.status() == Status.PASS || verdict.status() == Status.SKIPPED;
    if (well || (verdict.cause().isEmpty() && verdict.owner().isEmpty())) {
      return;
    }
    gauges.info(
        "rollcall_rule_cause",
        "Why the rule does not pass, and who must fix it; without a sample if it passes.",
        rule.merge(
            Labels.of(
                "phase", verdict.cause().map(Fault::phase).map(Enum::name).orElse(""),
                "kind", verdict.cause().map(Fault::kind).map(Enum::name).orElse(""),
                "owner", verdict.who().orElse(""))));
  }

  private void addMeasures(Measures measures, Labels rule) {
    measures
        .phases()
        .forEach(
            (phase, took) ->
                gauges.add(
                    "rollcall_rule_phase_duration_seconds",
                    "The phase's median time over all attempts that got through it.",
                    rule.add("phase", phase.name()),
                    seconds(took)));
    gauges.add(
        "rollcall_rule_addresses",
        "How many addresses were to be probed.",
        rule,
        measures.addresses());
    gauges.add(
        "rollcall_rule_answering_addresses",
        "How many of the rule's addresses answered in its protocol.",
        rule,
        measures.answering());
    measures
        .expiry()
        .ifPresent(
            end ->
                gauges.add(
                    "rollcall_rule_certificate_expiry_timestamp_seconds",
                    "When the first of the rule's server certificates expires, in seconds since"
                        + " 1970.",
                    rule,
                    seconds(end)));
    measures
        .clock()
        .ifPresent(
            offset ->
                gauges.add(
                    "rollcall_rule_clock_offset_seconds",
                    "The server's clock minus this host's; of several clocks, the one furthest"
                        + " off.",
                    rule,
                    seconds(offset)));
  }

  /**
   * Ids are unique in a catalogue; a second sample of one name would make the whole file invalid.
   */
  private static String name(RuleResult result, Set<String> seen) {
    String id = Printable.line(result.rule().id(), WORD);
    String unique = id;
    for (int copy = 2; !seen.add(unique); copy++) {
      unique = id + " #" + copy;
    }
    return unique;
  }

  /** Dashboards and alert rules rely on these numbers. */
  private static double code(Status status) {
    return switch (status) {
      case SKIPPED -> 0;
      case PASS -> 1;
      case WARN -> 2;
      case INCONCLUSIVE -> 3;
      case FAIL -> 4;
    };
  }

  private static double seconds(Duration duration) {
    return Times.seconds(duration).doubleValue();
  }

  private static double seconds(Instant instant) {
    return seconds(Duration.between(Instant.EPOCH, instant));
  }
}
