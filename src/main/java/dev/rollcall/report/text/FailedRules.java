package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.attempt.Right;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The failed rules in short: by who must act, then by cause. What a group's rules have in common is
 * said once.
 */
final class FailedRules {
  /** Up to so many rules of a group say in full what was seen of each. */
  private static final int FEW = 3;

  private static final int INDENT = 4;

  private final ConsolePage page;
  private final int column;

  /**
   * @param column the width of the ids
   */
  FailedRules(ConsolePage page, int column) {
    this.page = page;
    this.column = column;
  }

  void write(String heading, List<RuleResult> results) {
    String last = "";
    for (FailureGroup group : FailureGroup.of(results)) {
      if (!group.title().equals(last)) {
        last = group.title();
        String title = last;
        long count = results.stream().filter(one -> title(one).equals(title)).count();
        page.heading(heading + ": " + title + ", " + Summary.rules(count));
      }
      write(group);
    }
  }

  private static String title(RuleResult result) {
    return new FailureGroup(result.verdict().owner(), "", List.of(result)).title();
  }

  private void write(FailureGroup group) {
    Optional<Fault> fault = group.fault();
    fault.ifPresent(
        cause ->
            page.text(
                0,
                cause.cause()
                    + ": "
                    + group.evidence().orElseGet(() -> CauseText.meaning(cause.kind()))));
    boolean together = group.rules().size() > 1;
    Optional<String> action =
        together ? group.advice().or(() -> allowing(group)) : Optional.empty();
    action.ifPresent(text -> page.text(2, text));
    for (RuleResult result : group.rules()) {
      rule(result, group, action.isEmpty());
    }
  }

  /** What is asked of a firewall team is the same for each rule: to allow it. */
  private static Optional<String> allowing(FailureGroup group) {
    boolean filter =
        group.owner().filter(owner -> owner == Owner.FIREWALL).isPresent()
            && group
                .fault()
                .filter(
                    fault ->
                        fault.kind() == FaultKind.DROPPED || fault.kind() == FaultKind.REJECTED)
                .isPresent();
    return filter
        ? Optional.of("Ask the firewall team to allow these connections.")
        : Optional.empty();
  }

  private void rule(RuleResult result, FailureGroup group, boolean withAdvice) {
    Verdict verdict = result.verdict();
    page.row(verdict.status(), result.rule().id(), column, way(result), "");
    String seen = seen(result, group);
    if (!seen.isEmpty()) {
      if (group.rules().size() > FEW) {
        page.cutText(INDENT, seen);
      } else {
        page.text(INDENT, seen);
      }
    }
    EvidenceText.sides(result).forEach(side -> page.text(INDENT, side));
    EvidenceText.unfinished(result).ifPresent(text -> page.text(INDENT, text));
    if (withAdvice && !verdict.advice().isEmpty()) {
      page.text(INDENT, verdict.advice());
    }
    if (group.rules().size() == 1) {
      verdict
          .remarks()
          .forEach(remark -> page.text(INDENT, EvidenceText.withoutCause(remark, result)));
    }
  }

  /** What was seen of this rule, if the group does not say it. */
  private static String seen(RuleResult result, FailureGroup group) {
    Verdict verdict = result.verdict();
    if (verdict.cause().isEmpty()) {
      return verdict.summary();
    }
    return group.evidence().isPresent() ? "" : verdict.cause().map(Fault::evidence).orElse("");
  }

  /** {@code 10.1.2.3 → 198.18.1.5:1433/tcp (MSSQL.uni.edu)}, for each address with the fault. */
  private static String way(RuleResult result) {
    if (!(result.evidence() instanceof Evidence.Probed probed)) {
      return EvidenceText.destination(result);
    }
    List<String> ways =
        probed.findings().stream()
            .flatMap(Finding::withFollowUps)
            .filter(finding -> hasCause(finding, result))
            .map(FailedRules::way)
            .distinct()
            .toList();
    return ways.isEmpty() ? EvidenceText.destination(result) : String.join("; ", ways);
  }

  private static boolean hasCause(Finding finding, RuleResult result) {
    return finding.attempts().stream()
        .flatMap(FailedRules::faults)
        .anyMatch(
            fault ->
                result
                    .verdict()
                    .cause()
                    .filter(cause -> cause.cause().equals(fault.cause()))
                    .isPresent());
  }

  /** Of the path, and of the login. */
  private static Stream<Fault> faults(Attempt attempt) {
    return Stream.concat(
        attempt.outcome() instanceof Outcome.Failed path ? Stream.of(path.fault()) : Stream.empty(),
        attempt.right().stream()
            .flatMap(
                right ->
                    right instanceof Right.Failed login
                        ? Stream.of(login.fault())
                        : Stream.empty()));
  }

  private static String way(Finding finding) {
    Route route = finding.route();
    String source =
        finding.attempts().stream()
            .filter(attempt -> !attempt.source().isEmpty())
            .findFirst()
            .map(attempt -> (attempt.fromLoopback() ? "this host" : attempt.source()) + " → ")
            .orElse("");
    String host = route.target().host();
    boolean literal = host.equals(route.dialled().address().getHostAddress());
    String to =
        route instanceof Route.ViaProxy
            ? route.target() + " through the proxy " + route.dialled()
            : route.dialled() + (literal ? "" : " (" + host + ")");
    return Printable.line(source + to);
  }
}
