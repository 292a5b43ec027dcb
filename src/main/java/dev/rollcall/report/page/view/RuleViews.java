package dev.rollcall.report.page.view;

import dev.rollcall.model.Past;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.request.Recheck;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the views of the rules of one run. */
final class RuleViews {
  private static final int BRIEF = 160;

  private final Run run;
  private final Anchors anchors;
  private final TimeScale scale;
  private final Optional<List<Past.Moment>> moments;

  /**
   * @param moments the last runs, if there is a history
   */
  RuleViews(Run run, Anchors anchors, TimeScale scale, Optional<List<Past.Moment>> moments) {
    this.run = run;
    this.anchors = anchors;
    this.scale = scale;
    this.moments = moments;
  }

  RuleView of(RuleResult result) {
    Verdict verdict = result.verdict();
    Optional<CourseView> course = moments.map(all -> CourseView.of(result.rule().id(), all));
    return new RuleView(
        anchors.rule(result.rule().id()),
        Printable.line(result.rule().id()),
        Printable.line(result.rule().group()),
        StatusView.of(verdict.status()),
        EvidenceText.destination(result),
        Printable.line(result.rule().protocol()),
        brief(result),
        scale.bar(result, course.flatMap(CourseView::time)),
        latency(result),
        Printable.line(result.rule().usage()),
        EvidenceText.withoutCause(verdict.summary(), result),
        verdict.cause().map(RuleViews::cause),
        Printable.line(verdict.cause().map(Fault::evidence).orElse("")),
        verdict.owners().stream().map(Owner::title).toList(),
        Printable.line(verdict.advice()),
        remarks(result),
        command(result),
        names(result),
        result.evidence() instanceof Evidence.Probed probed
            ? probed.findings().stream()
                .flatMap(finding -> FindingView.of(finding, scale).stream())
                .toList()
            : List.of(),
        course);
  }

  /** {@code CONNECT DROPPED}, which leads to its explanation. */
  static Link cause(Fault fault) {
    return new Link(Anchors.cause(fault.kind()), fault.cause());
  }

  private static String brief(RuleResult result) {
    Verdict verdict = result.verdict();
    boolean failed = !verdict.status().works() && verdict.cause().isPresent();
    String text =
        failed
            ? verdict.cause().map(Fault::cause).orElseThrow()
            : EvidenceText.withoutCause(verdict.summary(), result);
    return Printable.line(text, BRIEF);
  }

  private static String latency(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed probed
        ? Latency.median(probed.findings()).map(Times::readable).orElse("")
        : "";
  }

  private static List<String> remarks(RuleResult result) {
    List<String> remarks = new ArrayList<>();
    EvidenceText.sides(result).forEach(side -> remarks.add(Printable.line(side)));
    result
        .verdict()
        .remarks()
        .forEach(remark -> remarks.add(EvidenceText.withoutCause(remark, result)));
    EvidenceText.unfinished(result).ifPresent(remarks::add);
    if (!result.rule().note().isEmpty()) {
      remarks.add(Printable.line("note: " + result.rule().note()));
    }
    return remarks;
  }

  /** The text is made safe here, too: a reader copies it into a shell. */
  private String command(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed
        ? Printable.line(Recheck.of(run, result.rule()).command())
        : "";
  }

  private static List<String> names(RuleResult result) {
    List<String> lines = new ArrayList<>();
    if (result.evidence() instanceof Evidence.Probed probed) {
      for (NameEvidence name : probed.names()) {
        lines.add(EvidenceText.name(name) + ", in " + Times.readable(name.took()));
        lines.addAll(EvidenceText.servers(name));
      }
    } else if (result.evidence() instanceof Evidence.Witnessed) {
      lines.addAll(EvidenceText.evidence(result));
    }
    return lines;
  }

  Link link(RuleResult result) {
    return new Link(anchors.rule(result.rule().id()), Printable.line(result.rule().id()));
  }
}
