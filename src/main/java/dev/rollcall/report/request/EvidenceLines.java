package dev.rollcall.report.request;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Rule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was seen of a path, so that a firewall's log can be searched for it. */
final class EvidenceLines {
  private EvidenceLines() {}

  /** The cause, then each flow. */
  static List<String> of(Rule rule, Finding finding) {
    List<String> lines = new ArrayList<>();
    List<String> causes = Culprits.faults(finding).map(EvidenceLines::text).distinct().toList();
    (causes.isEmpty() ? List.of("it answers as " + finding.protocol()) : causes)
        .forEach(cause -> lines.add(rule.id() + ": " + cause));
    finding.attempts().forEach(attempt -> lines.add(flow(finding, attempt)));
    return lines;
  }

  private static String text(Fault fault) {
    return fault.cause() + ": " + fault.evidence();
  }

  private static String flow(Finding finding, Attempt attempt) {
    Endpoint to = finding.route().dialled();
    Port port = to.target().port();
    return port.transport().name().toLowerCase(Locale.ROOT)
        + " "
        + attempt.source()
        + " -> "
        + to.address().getHostAddress()
        + ":"
        + port.number()
        + " "
        + moment(attempt.startedAt())
        + "/"
        + moment(attempt.startedAt().plus(attempt.took()));
  }

  private static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
