package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Route;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line for what happened at each address: the same words in every report for people.
 *
 * <p>Every line is {@link Printable}.
 */
public final class EvidenceText {
  private EvidenceText() {}

  /** {@code MSSQL.uni.edu:1433/tcp}; several hosts keep their commas. */
  public static String destination(RuleResult result) {
    return Printable.line(result.rule().destination() + ":" + result.rule().port());
  }

  /** {@code CONNECT DROPPED}; {@code none} where no single fault decided. */
  public static String cause(RuleResult result) {
    return result.verdict().cause().map(Fault::cause).orElse("none");
  }

  /** {@code path: …} and {@code right: …}, if the rule has credentials. */
  public static List<String> sides(RuleResult result) {
    return result
        .verdict()
        .sides()
        .map(sides -> List.of("path: " + sides.path(), "right: " + sides.right()))
        .orElse(List.of());
  }

  /** The result of the login in one attempt. */
  public static String right(LoginResult right) {
    String login = "login of " + right.account() + ": ";
    if (right instanceof LoginResult.Failed failed) {
      return Printable.line(login + fault(failed.fault()));
    }
    return Printable.line(
        login
            + (right instanceof LoginResult.Untried untried
                ? "not tried: " + untried.why()
                : "accepted, and what the rule needs is allowed"));
  }

  /**
   * A line without the cause's evidence at its end, for texts that contain that evidence elsewhere.
   */
  public static String withoutCause(String line, RuleResult result) {
    String plain = Printable.line(line);
    return endsWithCause(line, result)
        ? plain.substring(0, plain.length() - ending(result).length())
        : plain;
  }

  /** Whether a line ends with the evidence of the rule's cause. */
  public static boolean endsWithCause(String line, RuleResult result) {
    String ending = ending(result);
    return !ending.isEmpty() && Printable.line(line).endsWith(ending);
  }

  private static String ending(RuleResult result) {
    return result
        .verdict()
        .cause()
        .map(Fault::evidence)
        .filter(evidence -> !evidence.isBlank())
        .map(evidence -> ": " + Printable.line(evidence))
        .orElse("");
  }

  /** Names that did not resolve, then each address with the results of its follow-ups. */
  public static List<String> evidence(RuleResult result) {
    List<String> lines = new ArrayList<>();
    if (result.evidence() instanceof Evidence.Probed probed) {
      for (NameEvidence name : probed.names()) {
        if (name.fault().isPresent()) {
          lines.add(name(name));
          lines.addAll(servers(name));
        }
      }
      for (Finding finding : probed.findings()) {
        findings(finding, "", lines);
      }
      unfinished(result).ifPresent(lines::add);
    } else if (result.evidence() instanceof Evidence.Witnessed witnessed) {
      lines.add(Printable.line("seen by " + witnessed.witness()));
      witnessed.observations().forEach(seen -> lines.add(observation(seen)));
    }
    return lines;
  }

  /** That the run ended before the rule did; empty if it did not. */
  public static Optional<String> unfinished(RuleResult result) {
    if (!(result.evidence() instanceof Evidence.Probed probed) || probed.finished()) {
      return Optional.empty();
    }
    return Optional.of(
        "the run ended before this rule did" + began(result).map(when -> ", " + when).orElse(""));
  }

  /** When the run ended, for a rule that had begun and did not end; else empty. */
  static Optional<String> began(RuleResult result) {
    return result.evidence() instanceof Evidence.Probed probed
            && !probed.finished()
            && result.wall().toMillis() > 0
        ? Optional.of(Times.readable(result.wall()) + " after it began")
        : Optional.empty();
  }

  /** {@code dc1.uni.edu: 198.18.1.5, 198.18.1.6}, or why there is no address. */
  public static String name(NameEvidence name) {
    String found =
        name.addresses().stream()
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
    String international = IDN.toUnicode(name.host());
    return Printable.line(
        name.host()
            + (international.equals(name.host()) ? "" : " (" + international + ")")
            + ": "
            + name.fault().map(EvidenceText::fault).orElse(found.isEmpty() ? "no address" : found));
  }

  /** What each name server answered when asked directly. */
  public static List<String> servers(NameEvidence name) {
    return name.servers().stream()
        .map(
            answer ->
                Printable.line(
                    "name server "
                        + answer.server()
                        + ": "
                        + answer.status()
                        + (answer.canonical().isEmpty()
                            ? ""
                            : ", alias of " + String.join(", ", answer.canonical()))
                        + (answer.records().isEmpty()
                            ? ""
                            : ", "
                                + String.join(", ", answer.records())
                                + ", ttl "
                                + answer.ttl().toSeconds()
                                + " s")))
        .toList();
  }

  /** {@code from 10.1.2.3 to 198.18.1.5:1433/tcp (MSSQL.uni.edu, tds)}. */
  public static String way(Finding finding) {
    Optional<String> source =
        finding.attempts().stream().map(Attempt::source).filter(s -> !s.isEmpty()).findFirst();
    Route route = finding.route();
    String host = route.target().host();
    boolean literal = route.dialled().byAddress();
    String to =
        route instanceof Route.ViaProxy
            ? "to " + route.target() + " through the proxy " + route.dialled()
            : "to " + route.dialled();
    String asked = route instanceof Route.ViaProxy || literal ? "" : host + ", ";
    return Printable.line(
        source.map(s -> "from " + s + " ").orElse("")
            + to
            + " ("
            + asked
            + finding.protocol()
            + ")");
  }

  /** The result of a route's attempts. */
  public static String outcome(Finding finding) {
    if (finding.skipped().isPresent()) {
      String why = finding.skipped().get();
      boolean whole = why.startsWith("not tried") || why.startsWith(Finding.UNDER_WAY);
      return Printable.line(whole ? why : "not tried: " + why);
    }
    if (finding.attempts().isEmpty()) {
      return "not tried before the run ended";
    }
    List<Attempt> failed =
        finding.attempts().stream().filter(a -> a.outcome() instanceof Outcome.Failed).toList();
    int count = finding.attempts().size();
    if (failed.isEmpty()) {
      String took =
          Latency.median(List.of(finding)).map(d -> " in " + Times.readable(d)).orElse("");
      String what = "answered" + took + (count > 1 ? " (median of " + count + ")" : "");
      return finding.attempts().get(0).outcome() instanceof Outcome.Undecided open
          ? Printable.line(what + "; " + open.gap())
          : what;
    }
    Attempt first = failed.get(0);
    String share = count > 1 ? failed.size() + " of " + count + " attempts failed: " : "";
    return first.outcome() instanceof Outcome.Failed outcome
        ? Printable.line(
            share
                + outcome.fault().cause()
                + " after "
                + Times.readable(first.took())
                + ": "
                + outcome.fault().evidence())
        : share;
  }

  private static void findings(Finding finding, String lead, List<String> lines) {
    lines.add(lead + way(finding) + ": " + outcome(finding));
    lines.addAll(PacketText.ofFailures(finding));
    for (Finding.Linked linked : finding.followUps()) {
      String why = Printable.line(linked.followUp().reason());
      if (linked.finding().isPresent()) {
        findings(linked.finding().get(), lead + "then, as " + why + ", ", lines);
      } else {
        String target = Printable.line(linked.followUp().target().toString());
        lines.add(lead + "then, as " + why + ", " + target + ": not tried");
      }
    }
  }

  /** A fact or a note in one line; of other observations, only their kind. */
  private static String observation(Observation observation) {
    if (observation instanceof Observation.Fact fact) {
      return Printable.line(fact.name() + ": " + fact.text());
    }
    return Printable.line(
        observation instanceof Observation.Note note ? note.text() : observation.toString());
  }

  private static String fault(Fault fault) {
    return fault.cause() + ": " + fault.evidence();
  }
}
