package dev.rollcall.cli.output;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.standin.certificate.StandInCertificate;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import dev.rollcall.verdict.witness.ClientAddresses;
import dev.rollcall.verdict.witness.HealthChecks;
import dev.rollcall.verdict.witness.LogView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code answer} prints. */
public final class AnswerText {
  private static final int WIDTH = 80;
  private static final int COLUMN = 22;
  private static final int CALLERS = 40;
  private static final Duration LONG = Duration.ofSeconds(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AnswerText() {}

  /** Which ports are answered on, and with which certificate. */
  public static List<String> opening(
      StandInLog log, boolean selfMade, StandInCertificate certificate) {
    List<String> lines = new ArrayList<>();
    lines.add(
        StandInMark.TEXT + " on " + Printable.line(log.host()) + ", in place of real servers:");
    for (StandInLog.OpenPort open : log.ports()) {
      String lead = String.format(Locale.ROOT, "  %-9s  %-8s ", open.port(), open.protocol());
      for (String line : Wrap.lines(String.join(", ", open.rules()), WIDTH - COLUMN)) {
        lines.add(Printable.line(lead + line));
        lead = " ".repeat(COLUMN);
      }
    }
    lines.add(
        Printable.line(
            (selfMade ? "Self-signed certificate" : "Certificate")
                + " for every TLS port: "
                + certificate.certificate().getSubjectX500Principal()));
    lines.add("SHA-256 " + certificate.fingerprint());
    lines.addAll(problems(log));
    lines.add("Stop it with Ctrl-C. A line below is a visit, with the time of its end (UTC).");
    lines.add("");
    return lines;
  }

  private static List<String> problems(StandInLog log) {
    return log.incidents().stream()
        .map(
            one ->
                "Problem: " + one.text() + (one.count() > 1 ? " (" + one.count() + " times)" : ""))
        .map(Printable::line)
        .toList();
  }

  /**
   * {@code 18:20:35 198.18.2.10 443/tcp https: http.request GET / HTTP/1.1; answered}, and when it
   * began, if that was {@link #LONG} before its end.
   */
  static String visit(Instant startedAt, StandInLog.Visit visit, Instant end) {
    Instant began = startedAt.plus(visit.since());
    boolean lasted = Duration.between(began, end).compareTo(LONG) >= 0;
    String saw = visit.saw().stream().map(AnswerText::fact).collect(Collectors.joining(", "));
    return Printable.line(
        TIME.format(end)
            + " "
            + visit.source()
            + " "
            + visit.port()
            + " "
            + visit.protocol()
            + ": "
            + (saw.isEmpty() ? "" : saw + "; ")
            + visit.ended()
            + (lasted ? " (began " + TIME.format(began) + ")" : ""));
  }

  private static String fact(Observation.Fact fact) {
    return fact.name() + (fact.text().isEmpty() ? " (empty)" : " " + fact.text());
  }

  /** Who came, how often it was checked, and whether clients' addresses arrive. */
  public static List<String> summary(LogView view) {
    StandInLog log = view.log();
    List<String> lines = new ArrayList<>();
    long visits = log.total();
    long counted = visits - log.visits().size() - log.unlogged();
    String unlogged = log.unlogged() > 0 ? ", " + log.unlogged() + " of them not stored" : "";
    String repeats =
        counted > 0 ? ", " + Counted.of(counted, "repeated visit") + " only counted" : "";
    lines.add("");
    lines.add(
        Printable.line(
            Counted.of(visits, "visit")
                + " in "
                + Times.seconds(log.took(), 1)
                + " on "
                + log.host()
                + repeats
                + unlogged));
    Map<String, Long> callers = callers(log);
    callers.entrySet().stream()
        .limit(CALLERS)
        .forEach(
            caller -> lines.add(Printable.line("  " + caller.getKey() + ": " + caller.getValue())));
    if (callers.size() > CALLERS) {
      lines.add("  and " + (callers.size() - CALLERS) + " more");
    }
    List<HealthChecks> checks = HealthChecks.of(view);
    checks.stream()
        .limit(CALLERS)
        .forEach(one -> lines.add(Printable.line("Health checks: " + one.sentence())));
    if (checks.size() > CALLERS) {
      lines.add("Health checks: and " + (checks.size() - CALLERS) + " more");
    }
    checks.stream()
        .map(HealthChecks::port)
        .distinct()
        .forEach(
            port ->
                lines.add(
                    Printable.line("On " + port + ": " + ClientAddresses.sentence(port, view))));
    lines.addAll(problems(log));
    if (visits == 0) {
      lines.add(
          "No visits: either no one tried, or the path to this host is blocked. Run a check from"
              + " where visits should come while this command runs.");
    }
    return lines;
  }

  private static Map<String, Long> callers(StandInLog log) {
    Map<String, Long> callers = new LinkedHashMap<>();
    if (log.series().isEmpty()) {
      for (StandInLog.Visit visit : log.visits()) {
        callers.merge(caller(visit.source(), visit.port(), visit.protocol()), 1L, Long::sum);
      }
    }
    for (StandInLog.Series series : log.series()) {
      callers.merge(
          caller(series.source(), series.port(), series.protocol()), series.count(), Long::sum);
    }
    return callers;
  }

  private static String caller(String source, Port port, String protocol) {
    return source + "  " + port + " " + protocol;
  }
}
