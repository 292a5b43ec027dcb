package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.cause.OwnerShares;
import dev.rollcall.text.Printable;
import dev.rollcall.text.WholeWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way of a failed rule: from this host to each address that has the rule's fault.
 *
 * @param findings those with the fault; none if a name failed, say
 */
public record FailedWay(RuleResult result, List<Finding> findings) {
  /** What an advice names before the connections themselves. */
  private static final Pattern TWICE =
      Pattern.compile("(?:this traffic|\\bconnections|(?<=allow)): these connections");

  public FailedWay {
    findings = List.copyOf(findings);
  }

  /**
   * The ways of a group's rules, by what is to be done: the advice in {@link #general} words, in
   * the order of the rules.
   */
  public static Map<String, List<FailedWay>> alike(FailureGroup group) {
    Map<String, List<FailedWay>> alike = new LinkedHashMap<>();
    for (RuleResult result : group.rules()) {
      FailedWay way = of(result);
      alike
          .computeIfAbsent(way.general(result.verdict().advice()), key -> new ArrayList<>())
          .add(way);
    }
    return alike;
  }

  /** The way of a rule. */
  public static FailedWay of(RuleResult result) {
    return new FailedWay(
        result,
        result.evidence() instanceof Evidence.Probed probed
            ? probed.findings().stream()
                .flatMap(Finding::withFollowUps)
                .filter(finding -> hasCause(finding, result))
                .toList()
            : List.of());
  }

  private static boolean hasCause(Finding finding, RuleResult result) {
    Verdict verdict = result.verdict();
    if (!verdict.tasks().isEmpty()
        && verdict.owners().stream().noneMatch(own -> OwnerShares.has(verdict, own, finding))) {
      return false;
    }
    Optional<String> cause = verdict.cause().map(Fault::cause);
    return finding.attempts().stream()
        .flatMap(FailedWay::faults)
        .anyMatch(fault -> cause.filter(fault.cause()::equals).isPresent());
  }

  /** Of the path, and of the login. */
  private static Stream<Fault> faults(Attempt attempt) {
    return Stream.concat(
        attempt.outcome() instanceof Outcome.Failed path ? Stream.of(path.fault()) : Stream.empty(),
        attempt.right().stream()
            .flatMap(
                right ->
                    right instanceof LoginResult.Failed login
                        ? Stream.of(login.fault())
                        : Stream.empty()));
  }

  /** {@code 10.1.2.3 → 198.18.1.5:1433/tcp (MSSQL.uni.edu)}; without an address the rule's own. */
  @Override
  public String toString() {
    return findings.isEmpty()
        ? EvidenceText.destination(result)
        : findings.stream().map(FailedWay::way).distinct().collect(Collectors.joining("; "));
  }

  private static String way(Finding finding) {
    Route route = finding.route();
    String from = source(finding).map(source -> source + " → ").orElse("");
    String host = route.target().host();
    boolean literal = route.dialled().byAddress();
    String to =
        route instanceof Route.ViaProxy
            ? route.target() + " through the proxy " + route.dialled()
            : route instanceof Route.Detour
                ? route.target() + " (a stand-in of this host)"
                : route.dialled() + (literal ? "" : " (" + host + ")");
    return Printable.line(from + to);
  }

  private static Optional<String> source(Finding finding) {
    return finding.attempts().stream()
        .filter(attempt -> !attempt.source().isEmpty())
        .findFirst()
        .map(attempt -> attempt.fromLoopback() ? "this host" : attempt.source());
  }

  /**
   * The summary, if it says more than the address and the cause: which addresses fail, what is
   * wrong with a name.
   */
  public Optional<String> more(Verdict verdict) {
    String summary = EvidenceText.withoutCause(verdict.summary(), result);
    boolean plain =
        verdict
            .cause()
            .filter(
                cause ->
                    summary.endsWith(": " + cause.cause())
                        && !summary.contains(";")
                        && !summary.contains(","))
            .isPresent();
    return plain || summary.isEmpty() ? Optional.empty() : Optional.of(summary);
  }

  /**
   * An advice without what differs from rule to rule: {@code Ask the firewall team to allow these
   * connections: …}. Equal for rules that need the same done. A name or an address inside a longer
   * one stays, and so does the source, even where it is the destination as well.
   */
  public String general(String advice) {
    Set<String> from = new LinkedHashSet<>(List.of("this host"));
    findings.forEach(finding -> source(finding).ifPresent(from::add));
    Set<String> to = places();
    WholeWords sources = new WholeWords(from);
    WholeWords places = new WholeWords(to);
    WholeWords ports = new WholeWords(ports());
    String text =
        WholeWords.replace(
            advice,
            "these connections",
            (all, at) -> {
              int source = sources.end(all, at);
              int place = places.endOfList(all, WholeWords.after(" to ", all, source));
              return ports.end(all, WholeWords.after(", ", all, place));
            });
    text =
        TWICE
            .matcher(text)
            .replaceAll(
                found ->
                    found.group().startsWith(":") ? " these connections" : "these connections");
    to.removeAll(from);
    text = WholeWords.replace(text, "the destination", new WholeWords(to)::endOfList);
    return WholeWords.replace(text, "the port", ports::end);
  }

  /** How an advice can name the destinations; not a proxy alone, which many rules share. */
  private Set<String> places() {
    Set<String> places = new LinkedHashSet<>(List.of(result.rule().destination()));
    for (Finding finding : findings) {
      String host = finding.route().target().host();
      places.add(host);
      Endpoint dialled = finding.route().dialled();
      String address = dialled.address().getHostAddress();
      if (finding.route() instanceof Route.ViaProxy) {
        String proxy = dialled.target().host();
        String named = address.equals(proxy) ? proxy : address + " (" + proxy + ")";
        Port port = dialled.target().port();
        places.add(host + " through the proxy " + named + " port " + port.number());
      } else {
        places.add(address);
        places.add(address + " (" + host + ")");
      }
    }
    return places;
  }

  /** {@code TCP port 443}. */
  private Set<String> ports() {
    Set<Port> ports = new LinkedHashSet<>(List.of(result.rule().port()));
    findings.forEach(finding -> ports.add(finding.route().target().port()));
    return ports.stream()
        .map(port -> port.transport().name().toUpperCase(Locale.ROOT) + " port " + port.number())
        .collect(Collectors.toSet());
  }
}
