package dev.rollcall.report.page.view;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.report.text.Matrix;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server's certificate on a line of time.
 *
 * @param names what it was issued for
 * @param expires a day
 * @param left {@code in 90 days}, {@code 3 days ago}
 * @param word the class in the style: {@code ok}, {@code soon} or {@code over}
 * @param x where it expires
 * @param beyond whether that is after the end of the line
 */
public record CertificateView(
    String subject,
    String issuer,
    String names,
    String fingerprint,
    String expires,
    String left,
    String word,
    int x,
    boolean beyond,
    List<Link> rules) {
  /** The shaded part of the line of time. */
  static final int NOTICE_DAYS = (int) Observation.Certificate.NOTICE.toDays();

  /** The line of time, in days from the run. */
  static final int FROM_DAYS = -30;

  static final int TO_DAYS = 420;
  private static final int WIDTH = 1000;
  private static final int NAMES = 120;

  public CertificateView {
    rules = List.copyOf(rules);
  }

  /**
   * Those of several runs; a certificate that was seen for several rules is one.
   *
   * @param rules makes the links, for each run
   */
  static List<CertificateView> of(List<Run> runs, List<RuleViews> rules) {
    List<String> names = Matrix.headings(runs);
    Maker views = new Maker(runs.get(0).startedAt());
    for (int i = 0; i < runs.size(); i++) {
      for (RuleResult result : runs.get(i).results()) {
        Link link = rules.get(i).link(result);
        String of = runs.size() == 1 ? "" : " (" + Printable.line(names.get(i)) + ")";
        views.see(result, new Link(link.anchor(), link.text() + of));
      }
    }
    List<Maker.Seen> sorted = new ArrayList<>(views.seen.values());
    sorted.sort(Comparator.comparing((Maker.Seen one) -> one.certificate().notAfter()));
    return sorted.stream().map(views::view).toList();
  }

  /** Where a day stands on the line. */
  static int place(long days) {
    long inside = Math.max(FROM_DAYS, Math.min(TO_DAYS, days));
    return (int) ((inside - FROM_DAYS) * WIDTH / (TO_DAYS - FROM_DAYS));
  }

  /** Collects what was seen. */
  private static final class Maker {
    private final Instant now;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    private Maker(Instant now) {
      this.now = now;
    }

    private record Seen(Observation.Certificate certificate, Set<Link> rules) {}

    private void see(RuleResult result, Link rule) {
      if (result.evidence() instanceof Evidence.Probed probed) {
        probed.findings().stream()
            .flatMap(Finding::withFollowUps)
            .flatMap(finding -> finding.attempts().stream())
            .flatMap(Maker::leaves)
            .forEach(
                leaf ->
                    seen.computeIfAbsent(
                            leaf.fingerprint(), any -> new Seen(leaf, new LinkedHashSet<>()))
                        .rules()
                        .add(rule));
      }
    }

    private static Stream<Observation.Certificate> leaves(Attempt attempt) {
      return Observation.Tls.in(attempt.outcome().observations()).stream()
          .flatMap(tls -> tls.leaf().stream());
    }

    private boolean isSoon(Observation.Certificate leaf) {
      return Duration.between(now, leaf.notAfter()).compareTo(leaf.notice()) < 0;
    }

    private CertificateView view(Seen one) {
      Observation.Certificate leaf = one.certificate();
      long days = ChronoUnit.DAYS.between(now, leaf.notAfter());
      boolean over = leaf.notAfter().isBefore(now);
      return new CertificateView(
          Printable.line(leaf.subject()),
          Printable.line(leaf.issuer()),
          Printable.line(String.join(" ", leaf.names()), NAMES),
          Printable.line(leaf.fingerprint()),
          Times.readable(leaf.notAfter()).split(" ", 2)[0],
          over ? Counted.of(-days, "day") + " ago" : "in " + Counted.of(days, "day"),
          over ? "over" : isSoon(leaf) ? "soon" : "ok",
          place(days),
          days > TO_DAYS,
          List.copyOf(one.rules()));
    }
  }
}
