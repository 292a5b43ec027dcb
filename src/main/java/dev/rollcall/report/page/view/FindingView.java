package dev.rollcall.report.page.view;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.report.text.PacketText;
import dev.rollcall.report.text.VerboseFacts;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened at one address.
 *
 * @param lead why it was asked, if a rule's own question led to it; else empty
 * @param way from where to where
 * @param works whether an attempt was answered
 * @param times a line for each phase
 * @param facts what was learned
 * @param packets what a firewall's log can be searched for
 */
public record FindingView(
    String lead,
    String way,
    String outcome,
    boolean works,
    Optional<Bar> bar,
    List<String> times,
    List<String> facts,
    List<String> packets) {
  public FindingView {
    times = List.copyOf(times);
    facts = List.copyOf(facts);
    packets = List.copyOf(packets);
  }

  /** A finding, then those of its follow-ups. */
  static List<FindingView> of(Finding finding, TimeScale scale) {
    List<FindingView> views = new ArrayList<>();
    add(finding, "", scale, views);
    return views;
  }

  private static void add(Finding finding, String lead, TimeScale scale, List<FindingView> views) {
    views.add(one(finding, lead, scale));
    for (Finding.Linked linked : finding.followUps()) {
      String why = Printable.line("then, as " + linked.followUp().reason());
      linked.finding().ifPresent(next -> add(next, why, scale, views));
      if (linked.finding().isEmpty()) {
        String target = Printable.line("to " + linked.followUp().target());
        views.add(
            new FindingView(
                why,
                target,
                "not tried",
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
      }
    }
  }

  private static FindingView one(Finding finding, String lead, TimeScale scale) {
    List<String> times = new ArrayList<>();
    Latency latency = Latency.of(finding);
    latency
        .phases()
        .forEach((phase, figures) -> times.add(VerboseFacts.line(phase.word(), figures)));
    if (finding.attempts().size() > 1) {
      times.add(VerboseFacts.line("whole attempts", latency.total()));
    }
    List<String> packets = new ArrayList<>();
    for (Attempt attempt : finding.attempts()) {
      PacketText.of(attempt).forEach(line -> packets.add(Printable.line(line)));
    }
    return new FindingView(
        lead,
        EvidenceText.way(finding),
        EvidenceText.outcome(finding),
        finding.attempts().stream().anyMatch(one -> !(one.outcome() instanceof Outcome.Failed)),
        scale.bar(finding),
        times,
        facts(finding),
        packets);
  }

  private static List<String> facts(Finding finding) {
    List<String> facts = new ArrayList<>();
    if (!finding.declared()) {
      facts.add("discovered, not named by the site file");
    }
    if (!finding.attempts().isEmpty()) {
      Attempt telling = VerboseFacts.telling(finding.attempts());
      telling.outcome().observations().forEach(seen -> facts.addAll(VerboseFacts.lines(seen)));
      telling.outcome().concerns().forEach(concern -> facts.add("concern: " + concern.text()));
      telling.right().map(EvidenceText::right).ifPresent(facts::add);
    }
    return facts.stream().map(Printable::line).toList();
  }
}
