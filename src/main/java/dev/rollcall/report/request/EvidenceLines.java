package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.report.cause.OwnerShares;
import dev.rollcall.report.text.PacketText;
import dev.rollcall.text.HostNames;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was seen of a path, so that a firewall's log can be searched for it. */
final class EvidenceLines {
  private EvidenceLines() {}

  /**
   * The cause; then the packets of each attempt, and what is known of their path.
   *
   * @param elsewhere that another host than the source sent them
   */
  static List<String> of(Rule rule, Finding finding, Optional<String> elsewhere) {
    List<String> lines = new ArrayList<>();
    List<String> causes = OwnerShares.faults(finding).map(EvidenceLines::text).distinct().toList();
    (causes.isEmpty() ? List.of("it answers as " + finding.protocol()) : causes)
        .forEach(cause -> lines.add(rule.id() + ": " + cause));
    elsewhere.ifPresent(lines::add);
    finding.attempts().forEach(attempt -> lines.addAll(packets(finding, attempt)));
    return lines;
  }

  /**
   * Why a name has no address, and what each name server answered.
   *
   * @param elsewhere that another host than the source asked
   */
  static List<String> of(Rule rule, NameEvidence name, Optional<String> elsewhere) {
    List<String> lines = new ArrayList<>();
    name.fault().ifPresent(fault -> lines.add(rule.id() + ": " + name.host() + ": " + text(fault)));
    elsewhere.ifPresent(lines::add);
    lines.addAll(answers(name));
    return lines;
  }

  /** Why a path's address is probably not the destination's, and what each name server answered. */
  static List<String> ofName(RuleResult result, Evidence.Probed probed, Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add(result.rule().id() + ": " + result.verdict().summary());
    probed.names().stream()
        .filter(name -> HostNames.same(name.host(), finding.route().target().host()))
        .forEach(
            name -> {
              name.concerns().forEach(concern -> lines.add(name.host() + ": " + concern.text()));
              lines.addAll(answers(name));
            });
    return lines;
  }

  /** {@code name server 10.0.0.53: dc1.uni.edu: ANSWERED 10.8.0.5}. */
  private static List<String> answers(NameEvidence name) {
    return name.servers().stream()
        .map(
            answer ->
                "name server "
                    + answer.server()
                    + ": "
                    + name.host()
                    + ": "
                    + answer.status()
                    + (answer.records().isEmpty() ? "" : " " + String.join(", ", answer.records())))
        .toList();
  }

  private static String text(Fault fault) {
    return fault.cause() + ": " + fault.evidence();
  }

  /** Without the source port in a run of an older version. */
  private static List<String> packets(Finding finding, Attempt attempt) {
    return attempt.flows().isEmpty() && !attempt.source().isEmpty()
        ? List.of(
            "packets: from "
                + attempt.source()
                + " to "
                + finding.route().dialled()
                + ", "
                + Times.readable(attempt.startedAt()))
        : PacketText.of(attempt);
  }
}
