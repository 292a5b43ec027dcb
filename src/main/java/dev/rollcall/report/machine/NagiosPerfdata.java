package dev.rollcall.report.machine;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Latency;
import dev.rollcall.model.Observation;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The numbers of a run as plugins give them: {@code 'label'=value[UOM];warn;crit;min;max}.
 *
 * <p>How many rules stand how, what the run took, how long the certificate that ends first is still
 * valid, and each probed rule's median time of an answer; {@code U} where nothing answered, so that
 * the number of values, which graphs depend on, does not change with the network.
 */
final class NagiosPerfdata {
  /** In characters; what comes after is left out whole. */
  static final int LIMIT = 4_096;

  private static final int LABEL = 64;

  private final StringBuilder out = new StringBuilder();
  private boolean full;

  private NagiosPerfdata() {}

  static String of(Run run) {
    NagiosPerfdata data = new NagiosPerfdata();
    for (Status status : Status.values()) {
      data.add(
          status.name().toLowerCase(Locale.ROOT),
          run.count(status) + ";;;0;" + run.results().size());
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
    // A label may hold neither sign; identifiers do not, and stored runs may come from anywhere.
    String safe = NagiosReport.ascii(label, LABEL).replace('=', '_').replace('\'', '_');
    String item = (out.length() == 0 ? "'" : " '") + safe + "'=" + value;
    full |= out.length() + item.length() > LIMIT;
    if (!full) {
      out.append(item);
    }
  }

  /** The earliest end of a server's own certificate; nothing where no server showed one. */
  private static Stream<Instant> certificateEnds(Run run) {
    return run.results().stream()
        .map(RuleResult::evidence)
        .flatMap(e -> e instanceof Evidence.Probed probed ? probed.findings().stream() : null)
        .flatMap(Finding::withFollowUps)
        .map(Finding::attempts)
        .flatMap(List::stream)
        .map(Attempt::outcome)
        .flatMap(outcome -> outcome.observations().stream())
        .flatMap(seen -> seen instanceof Observation.Tls tls ? tls.chain().stream().limit(1) : null)
        .map(Observation.Certificate::notAfter)
        .sorted()
        .limit(1);
  }
}
