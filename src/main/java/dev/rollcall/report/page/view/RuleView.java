package dev.rollcall.report.page.view;

import java.util.List;
import java.util.Optional;

/**
 * One rule of one run.
 *
 * @param brief what its line says beside the destination: the cause, or what proves it
 * @param latency the median of the answers; empty if there are none
 * @param summary the verdict in a sentence
 * @param cause what decided, and where the page explains it
 * @param evidence what was seen of that cause
 * @param owners who must act; none if no one has to
 * @param remarks further lines on the verdict
 * @param command probes it again; empty if it was not probed
 * @param names what each name resolved to, a line each
 * @param course over the last runs, if there is a history
 */
public record RuleView(
    String anchor,
    String id,
    String group,
    StatusView status,
    String destination,
    String protocol,
    String brief,
    Optional<Bar> bar,
    String latency,
    String usage,
    String summary,
    Optional<Link> cause,
    String evidence,
    List<String> owners,
    String advice,
    List<String> remarks,
    String command,
    List<String> names,
    List<FindingView> findings,
    Optional<CourseView> course) {
  public RuleView {
    owners = List.copyOf(owners);
    remarks = List.copyOf(remarks);
    names = List.copyOf(names);
    findings = List.copyOf(findings);
  }
}
