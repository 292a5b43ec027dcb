package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code --verbose} adds to a rule: names, timings, and every fact learned. */
public final class VerboseFacts {
  private static final int INDENT = 6;
  private static final String FINGERPRINT = "SHA-256 ";

  private VerboseFacts() {}

  static void write(RuleResult result, ConsolePage page) {
    if (result.evidence() instanceof Evidence.Probed probed) {
      for (NameEvidence name : probed.names()) {
        page.text(INDENT, "name " + EvidenceText.name(name) + " in " + Times.readable(name.took()));
        EvidenceText.servers(name).forEach(line -> page.text(INDENT + 2, line));
      }
      probed.findings().forEach(finding -> finding(finding, INDENT, page));
    } else if (result.evidence() instanceof Evidence.Witnessed) {
      EvidenceText.evidence(result).forEach(line -> page.text(INDENT, line));
    }
  }

  private static void finding(Finding finding, int indent, ConsolePage page) {
    page.text(indent, EvidenceText.way(finding) + ": " + EvidenceText.outcome(finding));
    if (!finding.declared()) {
      page.text(indent + 2, "discovered, not named by the site file");
    }
    Latency latency = Latency.of(finding);
    for (Map.Entry<Phase, Latency.Figures> phase : latency.phases().entrySet()) {
      page.text(indent + 2, line(phase.getKey().word(), phase.getValue()));
    }
    if (finding.attempts().size() > 1) {
      page.text(indent + 2, line("whole attempts", latency.total()));
    }
    if (!finding.attempts().isEmpty()) {
      Attempt telling = telling(finding.attempts());
      telling.outcome().observations().forEach(seen -> observation(seen, indent + 2, page));
      for (Concern concern : telling.outcome().concerns()) {
        page.text(indent + 2, "concern: " + concern.text());
      }
      telling.right().ifPresent(right -> page.text(indent + 2, EvidenceText.right(right)));
      finding
          .attempts()
          .forEach(one -> PacketText.of(one).forEach(line -> page.text(indent + 2, line)));
    }
    for (Finding.Linked linked : finding.followUps()) {
      page.text(indent, "then, as " + linked.followUp().reason() + ":");
      linked.finding().ifPresent(next -> finding(next, Math.min(indent + 2, 20), page));
    }
  }

  /** Samples repeat themselves: the last one speaks for all, but only one of them logs in. */
  public static Attempt telling(List<Attempt> attempts) {
    return attempts.stream()
        .filter(attempt -> attempt.right().isPresent())
        .findFirst()
        .orElse(attempts.get(attempts.size() - 1));
  }

  /** {@code connect min 1 ms, median 2 ms, max 3 ms of 5; 1 of 6 lost}. */
  public static String line(String what, Latency.Figures figures) {
    String loss =
        figures.lost() > 0 ? "; " + figures.lost() + " of " + figures.asked() + " lost" : "";
    return what
        + " "
        + figures.spread().map(VerboseFacts::spread).orElse("never got through")
        + loss;
  }

  private static String spread(Latency.Spread spread) {
    return spread.count() == 1
        ? Times.readable(spread.median())
        : "min "
            + Times.readable(spread.min())
            + ", median "
            + Times.readable(spread.median())
            + ", max "
            + Times.readable(spread.max())
            + " of "
            + spread.count();
  }

  private static void observation(Observation observation, int indent, ConsolePage page) {
    for (String line : lines(observation)) {
      page.text(line.startsWith(FINGERPRINT) ? indent + 2 : indent, line);
    }
  }

  /** An observation in words, a line each; of a certificate, the line below has its fingerprint. */
  public static List<String> lines(Observation observation) {
    if (observation instanceof Observation.Fact fact) {
      return List.of(fact.name() + ": " + fact.text());
    } else if (observation instanceof Observation.Note note) {
      return List.of("note: " + note.text());
    } else if (observation instanceof Observation.Clock clock) {
      return List.of(
          clock.source()
              + " clock: "
              + Times.readable(clock.server())
              + ", offset "
              + Times.readable(clock.offset())
              + " within "
              + Times.readable(clock.uncertainty()));
    }
    return observation instanceof Observation.Tls tls ? lines(tls) : List.of();
  }

  private static List<String> lines(Observation.Tls tls) {
    List<String> lines = new ArrayList<>();
    lines.add(
        tls.protocol()
            + ", "
            + tls.cipher()
            + tls.alpn().map(alpn -> ", ALPN " + alpn).orElse("")
            + tls.serverName()
                .map(name -> ", server name " + name)
                .orElse(", no server name sent"));
    lines.add(
        "trust: "
            + tls.anchor().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ", "
            + tls.anchorName()
            + (tls.nameMatches() ? "; the name matches" : "; the name does not match"));
    for (Observation.Certificate certificate : tls.chain()) {
      lines.add(
          "certificate "
              + certificate.subject()
              + ", issued by "
              + certificate.issuer()
              + ", from "
              + Times.readable(certificate.notBefore())
              + " to "
              + Times.readable(certificate.notAfter())
              + ", "
              + certificate.key()
              + (certificate.names().isEmpty()
                  ? ""
                  : ", " + String.join(" ", certificate.names())));
      lines.add(FINGERPRINT + certificate.fingerprint());
    }
    return lines;
  }
}
