package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.NameAdvice;
import dev.rollcall.verdict.advice.OpenServers;
import dev.rollcall.verdict.advice.Problem;
import dev.rollcall.verdict.advice.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges the path of a rule whose destination must answer; {@link LoginJudge} judges permissions.
 */
final class AnswerJudge {
  private final Rule rule;
  private final Evidence.Probed probed;
  private final boolean rehearsal;
  private final Declared declared;
  private final OpenServers open;
  private final RouteResults tally;

  /**
   * @param rehearsal whether a stand-in's answer counts as a pass
   * @param open the name servers that answer for other names of the run
   */
  AnswerJudge(
      Rule rule, Evidence.Probed probed, boolean rehearsal, Declared declared, OpenServers open) {
    this.open = open;
    this.rule = rule;
    this.rehearsal = rehearsal;
    this.declared = declared;
    this.probed = probed;
    this.tally = RouteResults.of(probed);
  }

  Verdict judge() {
    int answering = tally.answering().size();
    int undecided = tally.undecided().size();
    int broken = tally.weighty().size() + tally.unresolved().size();
    if (holds(answering, broken + undecided)) {
      return passed();
    }
    if (holds(answering + undecided, broken)) {
      return undecided();
    }
    if (broken == 0 && tally.light().isEmpty()) {
      return untried();
    }
    return failed();
  }

  private boolean holds(int good, int bad) {
    if (good == 0) {
      return false;
    }
    if (rule.judging().addresses() instanceof AddressPolicy.AtLeast least) {
      return good >= Math.min(least.count(), good + bad);
    }
    return bad == 0 || rule.judging().addresses() instanceof AddressPolicy.Any;
  }

  private Verdict failed() {
    // If only less important routes were tried, they decide.
    boolean light = tally.weighty().isEmpty() && tally.unresolved().isEmpty();
    List<RouteResult> culprits = light ? tally.light() : tally.weighty();
    List<Problem> problems = Failure.problems(rule, declared, failures(culprits));
    List<Problem> names =
        tally.unresolved().stream().map(n -> NameAdvice.problem(rule, n, open)).toList();
    List<Problem> all = Stream.concat(problems.stream(), names.stream()).toList();
    Problem first = all.get(0);
    Optional<Problem> misled = misled(culprits);
    int total = all.size() + tally.answering().size() + tally.undecided().size();
    String which = tally.unresolved().isEmpty() ? " addresses" : " destinations";
    String count = total > 1 ? all.size() + " of " + total + which + " fail; " : "";
    List<String> remarks = new ArrayList<>();
    all.stream().skip(misled.isPresent() ? 0 : 1).map(Problem::text).forEach(remarks::add);
    names().map(Problem::text).filter(text -> !first.text().contains(text)).forEach(remarks::add);
    if (!light) {
      failures(tally.light()).stream().map(Failure::text).forEach(remarks::add);
    }
    tally.undecided().stream().map(AnswerJudge::undecided).forEach(remarks::add);
    beside().map(Problem::text).forEach(remarks::add);
    tally.skipped().stream().flatMap(RouteResult::skip).forEach(remarks::add);
    return new Verdict(
            withdrawn() ? Status.WARN : Status.FAIL,
            count + misled.map(Problem::text).orElse(first.text()),
            first.cause(),
            Optional.of(misled.orElse(first).owner()),
            misled.map(problem -> advice(problem, all)).orElseGet(() -> Problem.advice(rule, all)),
            remarks.stream()
                .distinct()
                .filter(remark -> !remark.equals(misled.map(Problem::text).orElse("")))
                .toList())
        .with(
            misled.isPresent()
                ? List.of()
                : Tasks.of(rule, failures(culprits), tally.unresolved(), all));
  }

  /** If every failing address is probably another host's, the name's problem comes first. */
  private Optional<Problem> misled(List<RouteResult> culprits) {
    List<Failure> failures = failures(culprits);
    List<Optional<Problem>> reasons =
        failures.stream().map(failure -> NameJudge.misled(rule, probed, failure)).toList();
    return tally.unresolved().isEmpty() && reasons.stream().allMatch(Optional::isPresent)
        ? reasons.stream().findFirst().flatMap(reason -> reason)
        : Optional.empty();
  }

  /** A firewall should not allow a private address of a public name. */
  private String advice(Problem misled, List<Problem> failing) {
    boolean ours =
        rule.judging().external() && probed.findings().stream().anyMatch(AnswerJudge::isPrivate);
    return ours
        ? misled.advice()
        : misled.advice() + " If the address is correct: " + Problem.advice(rule, failing);
  }

  private static boolean isPrivate(Finding finding) {
    return NameJudge.isPrivate(finding.route().dialled().address());
  }

  /** Whether only names fail that, according to the catalogue, may not exist. */
  private boolean withdrawn() {
    return tally.weighty().isEmpty()
        && tally.unresolved().stream().allMatch(name -> NameAdvice.withdrawn(rule, name))
        && !tally.unresolved().isEmpty();
  }

  private Verdict untried() {
    return new Verdict(
        Status.INCONCLUSIVE,
        "no address of " + rule.destination() + " could be tried",
        Optional.empty(),
        Optional.of(Owner.THIS_HOST),
        tally.skipped().isEmpty()
            ? "Check the destination in the site file: none of its names has an address."
            : "Give this host a route to one of the addresses, or ask the DNS team to publish an"
                + " IPv4 address.",
        tally.skipped().stream().flatMap(RouteResult::skip).toList());
  }

  private Verdict undecided() {
    RouteResult first = tally.undecided().get(0);
    Optional<Failure> ours = first.failure();
    List<Problem> problems = Failure.problems(rule, declared, failures(tally.undecided()));
    List<String> remarks = new ArrayList<>();
    tally.undecided().stream().skip(1).map(AnswerJudge::undecided).forEach(remarks::add);
    failures(tally.weighty()).stream().map(Failure::text).forEach(remarks::add);
    tally.unresolved().stream()
        .map(n -> NameAdvice.problem(rule, n, open).text())
        .forEach(remarks::add);
    if (!tally.answering().isEmpty()) {
      remarks.add("proof: " + Proof.of(tally.answering()));
    }
    return new Verdict(
        Status.INCONCLUSIVE,
        undecided(first),
        ours.map(Failure::fault),
        ours.map(failure -> failure.owner(rule)),
        problems.isEmpty() ? again(first) : problems.get(0).advice(),
        remarks);
  }

  /** Advice if the answers did not decide, or there was no time for them. */
  private String again(RouteResult standing) {
    Finding finding = standing.finding();
    List<String> said =
        Stream.concat(
                open(finding).flatMap(open -> open.remedy().stream()).map(AnswerJudge::sentence),
                open(finding).map(open -> rule.advice()))
            .filter(advice -> !advice.isEmpty())
            .distinct()
            .toList();
    if (!said.isEmpty()) {
      return String.join(" ", said);
    }
    if (open(finding).findAny().isPresent()) {
      return "The answers came in time, and do not decide: check what this rule asks for.";
    }
    boolean idle =
        finding.followUps().stream()
            .flatMap(linked -> linked.finding().stream())
            .anyMatch(found -> open(found).findAny().isPresent());
    return idle
        ? "Run the check again with the same --idle."
        : "Run the check again and let it finish (a longer --deadline, if one is set).";
  }

  private static Stream<Outcome.Undecided> open(Finding finding) {
    return finding.attempts().stream()
        .filter(attempt -> attempt.outcome() instanceof Outcome.Undecided)
        .map(attempt -> (Outcome.Undecided) attempt.outcome());
  }

  private static String sentence(String remedy) {
    return remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1) + ".";
  }

  private static String undecided(RouteResult standing) {
    String why = standing.undecided().orElse("");
    return standing.failure().isPresent() ? why : standing.destination() + ": " + why;
  }

  private Verdict passed() {
    // With a minimum count, other failing addresses are not reported.
    boolean quiet = rule.judging().addresses() instanceof AddressPolicy.AtLeast;
    List<RouteResult> failing =
        Stream.concat(tally.weighty().stream(), tally.light().stream()).toList();
    List<Problem> others =
        Stream.concat(
                Failure.problems(rule, declared, failures(failing)).stream(),
                tally.unresolved().stream().map(name -> NameAdvice.problem(rule, name, open)))
            .toList();
    List<Problem> problems =
        Stream.of(quiet ? Stream.<Problem>empty() : others.stream(), beside(), names())
            .flatMap(each -> each)
            .toList();
    List<String> notes = new ArrayList<>();
    if (quiet) {
      others.stream().map(Problem::text).forEach(notes::add);
    }
    tally.undecided().stream().map(AnswerJudge::undecided).forEach(notes::add);
    tally.skipped().stream().flatMap(RouteResult::skip).forEach(notes::add);
    concerns().filter(this::rehearsed).map(Concern::text).forEach(notes::add);
    tally.answering().stream().flatMap(Loss::notes).forEach(notes::add);
    tally.answering().stream().flatMap(IdleNotes::of).forEach(notes::add);
    String proof = Proof.of(tally.answering()) + LoginResults.of(probed.findings()).proof();
    if (problems.isEmpty()) {
      return new Verdict(Status.PASS, proof, Optional.empty(), Optional.empty(), "", notes);
    }
    Problem first = problems.get(0);
    return new Verdict(
        Status.WARN,
        first.text(),
        first.cause(),
        Optional.of(first.owner()),
        Problem.advice(rule, problems),
        Stream.of(
                problems.stream().skip(1).map(Problem::text),
                Stream.of("proof: " + proof),
                notes.stream())
            .flatMap(lines -> lines)
            .distinct()
            .toList());
  }

  /** Notes beside an answer. */
  private Stream<Problem> beside() {
    List<Failure> lesser =
        tally.answering().stream().flatMap(s -> s.lesser().stream()).distinct().toList();
    List<Concern> concerns = concerns().filter(concern -> !rehearsed(concern)).toList();
    return Stream.concat(
        Failure.problems(rule, declared, lesser).stream(),
        concerns.stream().map(concern -> Concerns.problem(rule, concern)));
  }

  private Stream<Concern> concerns() {
    return tally.answering().stream()
        .flatMap(one -> one.concerns().stream().map(concern -> placed(concern, one)))
        .distinct();
  }

  /** With the address, unless every address has the concern. */
  private Concern placed(Concern concern, RouteResult at) {
    boolean everywhere =
        tally.weighty().isEmpty()
            && tally.light().isEmpty()
            && tally.undecided().isEmpty()
            && tally.answering().stream().allMatch(one -> one.concerns().contains(concern));
    return everywhere || concern.text().contains(at.destination())
        ? concern
        : new Concern(concern.kind(), at.destination() + ": " + concern.text());
  }

  private boolean rehearsed(Concern concern) {
    return rehearsal && concern.kind() == Concern.Kind.STAND_IN;
  }

  private Stream<Problem> names() {
    return NameJudge.problems(rule, probed).stream();
  }

  private static List<Failure> failures(List<RouteResult> standings) {
    return standings.stream().flatMap(standing -> standing.failure().stream()).toList();
  }
}
