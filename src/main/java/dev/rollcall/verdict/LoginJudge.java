package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.Problem;
import dev.rollcall.verdict.advice.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges the permissions of an account, after the path has its verdict. If the path is not proven,
 * its verdict stays.
 */
final class LoginJudge {
  private final Rule rule;
  private final Declared declared;
  private final LoginResults rights;
  private final String proof;

  LoginJudge(Rule rule, Evidence.Probed probed, Declared declared) {
    this.rule = rule;
    this.declared = declared;
    this.rights = LoginResults.of(probed.findings());
    // Most rules have no credentials, and need no second look.
    List<RouteResult> answering =
        rights.isEmpty() ? List.of() : RouteResults.of(probed).answering();
    this.proof = answering.isEmpty() ? "" : Proof.of(answering);
  }

  Verdict judge(Verdict path) {
    if (rights.isEmpty()) {
      return path;
    }
    List<Failure> failures = rights.failures();
    if (path.status().compareTo(Status.WARN) > 0 || proof.isEmpty()) {
      return with(path, failures.stream().map(Failure::text));
    }
    if (!failures.isEmpty()) {
      boolean ours = failures.get(0).fault().saysNothing();
      List<Problem> problems = Failure.problems(rule, declared, failures);
      return because(path, ours ? Status.INCONCLUSIVE : Status.FAIL, problems)
          .with(ours ? List.of() : Tasks.of(rule, failures, List.of(), problems));
    }
    Optional<LoginResult.Untried> rejected = rights.rejected();
    if (rejected.isPresent()) {
      return verdict(
          path,
          Status.SKIPPED,
          rejected.get().why(),
          Optional.empty(),
          Optional.empty(),
          "",
          beside(path));
    }
    List<Problem> withheld =
        rights.withheld().stream()
            .flatMap(
                shown ->
                    shown
                        .untried()
                        .map(untried -> WithheldLogin.problem(rule, untried, shown.at())))
            .toList();
    // One address that accepts the account proves the right; the others become remarks.
    return withheld.isEmpty() || rights.proven().isPresent()
        ? with(path, withheld.stream().map(Problem::text))
        : because(path, Status.INCONCLUSIVE, withheld);
  }

  private Verdict because(Verdict path, Status status, List<Problem> problems) {
    Problem first = problems.get(0);
    boolean dialling = first.cause().filter(fault -> fault.phase() == Phase.CONNECT).isPresent();
    return verdict(
        path,
        status,
        first.text(),
        first.cause(),
        Optional.of(first.owner()),
        dialling ? Problem.advice(rule, problems) : Problem.advice(problems),
        Stream.concat(problems.stream().skip(1).map(Problem::text), beside(path)));
  }

  /** The warning of the path's verdict; its proof has its own line. */
  private Stream<String> beside(Verdict path) {
    return Stream.concat(
            path.status() == Status.WARN ? Stream.of(path.summary()) : Stream.empty(),
            path.remarks().stream())
        .filter(line -> !line.equals("proof: " + proof));
  }

  private Verdict with(Verdict path, Stream<String> further) {
    return verdict(
            path,
            path.status(),
            path.summary(),
            path.cause(),
            path.owner(),
            path.advice(),
            Stream.concat(path.remarks().stream(), further))
        .with(path.tasks());
  }

  private Verdict verdict(
      Verdict path,
      Status status,
      String summary,
      Optional<Fault> cause,
      Optional<Owner> owner,
      String advice,
      Stream<String> remarks) {
    return new Verdict(
        status,
        summary,
        cause,
        owner,
        advice,
        remarks.distinct().toList(),
        Optional.of(new Verdict.Sides(said(path), rights.phrase())));
  }

  private String said(Verdict path) {
    String why = path.cause().map(Fault::cause).orElse(path.summary());
    return switch (path.status()) {
      case PASS, WARN, SKIPPED -> "proven (" + (proof.isEmpty() ? why : proof) + ")";
      case INCONCLUSIVE -> "undecided (" + why + ")";
      case FAIL -> "FAILED (" + why + ")";
    };
  }
}
