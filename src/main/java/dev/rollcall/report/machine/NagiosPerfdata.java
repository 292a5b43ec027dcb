package dev.rollcall.report.machine;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers of a run in plugin format: {@code 'label'=value[UOM];warn;crit;min;max}.
 *
 * <p>The number of rules by status, the duration of the run, the days until the first certificate
 * expires, and each probed rule's median answer time. {@code U} where nothing answered, so that the
 * number of values, which graphs depend on, stays the same.
 */
final class NagiosPerfdata {
  /** In characters; values beyond it are left out. */
  static final int LIMIT = 4_096;

  private static final int LABEL = 64;

  private final StringBuilder out = new StringBuilder();
  private boolean full;

  private NagiosPerfdata() {}

  static String of(Run run) {
    NagiosPerfdata data = new NagiosPerfdata();
    for (Status status : Status.values()) {
      data.add(status.word(), run.count(status) + ";;;0;" + run.results().size());
    }
    data.add("took", Times.millis(run.took()) + "s;;;0");
    certificateEnds(run)
        .map(end -> Duration.between(run.startedAt(), end).toSeconds())
        .forEach(seconds -> data.add("certificate", seconds + "s"));
    for (RuleResult result : run.results()) {
      if (result.evidence() instanceof Evidence.Probed probed) {
        String value =
            Latency.median(probed.findings()).map(took -> Times.millis(took) + "s").orElse("U");
        data.add(result.rule().id(), value + ";;;0");
      }
    }
    return data.out.toString();
  }

  private void add(String label, String value) {
    // A label may contain neither sign; ids do not, but a stored run may come from anywhere.
    String safe = NagiosReport.ascii(label, LABEL).replace('=', '_').replace('\'', '_');
    String item = (out.length() == 0 ? "'" : " '") + safe + "'=" + value;
    full |= out.length() + item.length() > LIMIT;
    if (!full) {
      out.append(item);
    }
  }

  /** The earliest expiry of a server certificate; nothing if no server sent one. */
  private static Stream<Instant> certificateEnds(Run run) {
    return run.results().stream()
        .map(RuleResult::evidence)
        .flatMap(e -> e instanceof Evidence.Probed probed ? probed.findings().stream() : null)
        .flatMap(Finding::withFollowUps)
        .map(Finding::attempts)
        .flatMap(List::stream)
        .map(Attempt::outcome)
        .flatMap(outcome -> Observation.Tls.in(outcome.observations()).stream())
        .flatMap(tls -> tls.leaf().stream())
        .map(Observation.Certificate::notAfter)
        .sorted()
        .limit(1);
  }
}
