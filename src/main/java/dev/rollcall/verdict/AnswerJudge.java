package dev.rollcall.verdict;

import dev.rollcall.model.AddressPolicy;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges a rule whose destination must answer. */
final class AnswerJudge {
  private final Rule rule;

  AnswerJudge(Rule rule) {
    this.rule = rule;
  }

  Verdict judge(Evidence.Probed probed) {
    List<Standing> all = probed.findings().stream().map(Standing::of).toList();
    List<Standing> answering = all.stream().filter(Standing::answers).toList();
    List<Standing> failing = all.stream().filter(Standing::fails).toList();
    List<NameEvidence> unresolved =
        probed.names().stream().filter(name -> name.fault().isPresent()).toList();
    Set<String> alive = answering.stream().map(Standing::host).collect(Collectors.toSet());
    boolean declaredOnly = all.stream().anyMatch(s -> s.finding().declared());
    // A merely discovered host, and IPv6 beside a working IPv4 of the same host, only warn.
    List<Standing> weighty =
        failing.stream()
            .filter(s -> s.finding().declared() || !declaredOnly)
            .filter(s -> !(s.ipv6() && alive.contains(s.host())))
            .toList();
    int broken = weighty.size() + unresolved.size();
    boolean fails =
        answering.isEmpty() || !enough(answering.size(), broken, answering.size() + broken);
    if (fails) {
      return failed(weighty, unresolved, failing, answering, all);
    }
    return passed(probed, answering, failing, unresolved, all);
  }

  private boolean enough(int answering, int broken, int total) {
    if (rule.addresses() instanceof AddressPolicy.AtLeast least) {
      return answering >= Math.min(least.count(), total);
    }
    return rule.addresses() instanceof AddressPolicy.Any || broken == 0;
  }

  private Verdict failed(
      List<Standing> weighty,
      List<NameEvidence> unresolved,
      List<Standing> failing,
      List<Standing> answering,
      List<Standing> all) {
    List<Standing> culprits = weighty.isEmpty() ? failing : weighty;
    List<String> remarks = new ArrayList<>();
    if (culprits.isEmpty() && unresolved.isEmpty()) {
      all.stream().flatMap(s -> s.finding().skipped().stream()).forEach(remarks::add);
      return new Verdict(
          Status.INCONCLUSIVE,
          "no address of " + rule.destination() + " could be tried",
          Optional.empty(),
          Optional.of(Owner.THIS_HOST),
          "Give this host a route to one of the addresses, or publish an IPv4 address.",
          remarks);
    }
    if (culprits.isEmpty()) {
      return unresolved(unresolved);
    }
    Standing first = culprits.get(0);
    Fault fault = first.fault().orElseThrow();
    culprits.stream().skip(1).map(Standing::failure).forEach(remarks::add);
    unresolved.stream().map(AnswerJudge::line).forEach(remarks::add);
    String summary =
        (culprits.size() + unresolved.size() > 1 || !answering.isEmpty()
                ? culprits.size()
                    + unresolved.size()
                    + " of "
                    + (answering.size() + culprits.size() + unresolved.size())
                    + " fail; "
                : "")
            + first.failure();
    return new Verdict(
        Status.FAIL,
        summary,
        Optional.of(fault),
        Optional.of(Owners.of(rule, fault)),
        new Advice(rule, first.source(), first.destination()).of(fault),
        remarks);
  }

  private Verdict unresolved(List<NameEvidence> unresolved) {
    NameEvidence first = unresolved.get(0);
    Fault fault = first.fault().orElseThrow();
    boolean known =
        rule.absent().isPresent()
            && unresolved.stream()
                .allMatch(name -> name.fault().orElseThrow().kind() == FaultKind.NAME_NOT_FOUND);
    Owner owner = known ? rule.absent().get() : Owners.of(rule, fault);
    String advice =
        known && !rule.advice().isEmpty()
            ? rule.advice()
            : new Advice(rule, "", first.host()).of(fault);
    return new Verdict(
        known ? Status.WARN : Status.FAIL,
        line(first),
        Optional.of(fault),
        Optional.of(owner),
        advice,
        unresolved.stream().skip(1).map(AnswerJudge::line).toList());
  }

  private static String line(NameEvidence name) {
    Fault fault = name.fault().orElseThrow();
    return name.host() + ": " + fault.cause() + ": " + fault.evidence();
  }

  private Verdict passed(
      Evidence.Probed probed,
      List<Standing> answering,
      List<Standing> failing,
      List<NameEvidence> unresolved,
      List<Standing> all) {
    boolean quiet = rule.addresses() instanceof AddressPolicy.AtLeast;
    List<String> warnings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Stream.concat(
            failing.stream().map(Standing::failure), unresolved.stream().map(AnswerJudge::line))
        .forEach(quiet ? notes::add : warnings::add);
    List<Concern> concerns = answering.stream().flatMap(s -> s.concerns().stream()).toList();
    warnings.addAll(Names.warnings(rule, probed.names()));
    all.stream()
        .flatMap(s -> s.finding().skipped().stream().map(why -> s.destination() + ": " + why))
        .forEach(notes::add);
    String proof = Proof.of(answering);
    if (warnings.isEmpty() && concerns.isEmpty()) {
      return new Verdict(
          Status.PASS, proof, Optional.empty(), Optional.empty(), "", List.copyOf(notes));
    }
    Optional<Fault> cause =
        quiet ? Optional.empty() : failing.stream().flatMap(s -> s.fault().stream()).findFirst();
    List<String> said =
        Stream.concat(concerns.stream().map(Concern::text), warnings.stream()).distinct().toList();
    return new Verdict(
        Status.WARN,
        said.get(0),
        cause,
        Optional.of(owner(concerns, cause, unresolved)),
        advice(concerns, cause, failing),
        Stream.of(said.stream().skip(1), Stream.of("proof: " + proof), notes.stream())
            .flatMap(lines -> lines)
            .toList());
  }

  private Owner owner(
      List<Concern> concerns, Optional<Fault> cause, List<NameEvidence> unresolved) {
    if (!concerns.isEmpty()) {
      return Concerns.owner(rule, concerns.get(0).kind());
    }
    if (cause.isPresent()) {
      return Owners.of(rule, cause.get());
    }
    return unresolved.isEmpty()
        ? Owner.DNS
        : Owners.of(rule, unresolved.get(0).fault().orElseThrow());
  }

  private String advice(List<Concern> concerns, Optional<Fault> cause, List<Standing> failing) {
    if (!concerns.isEmpty()) {
      return Concerns.advice(rule, concerns.get(0).kind());
    }
    if (cause.isPresent()) {
      Standing first = failing.get(0);
      return new Advice(rule, first.source(), first.destination()).of(cause.get());
    }
    return "Ask the DNS team which answer is right for " + rule.destination() + ".";
  }
}
