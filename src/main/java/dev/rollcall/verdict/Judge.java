package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.OpenServers;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Gives every rule its verdict. */
public final class Judge {
  private final LocalDate today;
  private final boolean rehearsal;
  private final Function<String, Optional<OtherRule>> others;
  private final Declared declared;
  private final OpenServers open;

  /**
   * @param today decides whether a retirement has come
   * @param rehearsal whether a stand-in's answer counts as a pass
   * @param others the other rules of the run, for {@link Expectation#needs}; empty for a rule that
   *     is not in the run
   * @param open the name servers that answered in the run
   */
  public Judge(
      LocalDate today,
      boolean rehearsal,
      Function<String, Optional<OtherRule>> others,
      Declared declared,
      OpenServers open) {
    this.open = open;
    this.today = today;
    this.rehearsal = rehearsal;
    this.others = others;
    this.declared = declared;
  }

  /**
   * A pure function of its arguments and the constructor's. Throws nothing: a defect becomes a
   * verdict of {@link Defects}.
   */
  public Verdict judge(Rule rule, Evidence evidence) {
    return Defects.contained(rule, () -> decided(rule, evidence));
  }

  private Verdict decided(Rule rule, Evidence evidence) {
    if (evidence instanceof Evidence.Skipped skipped) {
      return neutral(Status.SKIPPED, skipped.reason());
    }
    if (evidence instanceof Evidence.NotConfigured missing) {
      return capped(
          rule,
          new Verdict(
              Status.INCONCLUSIVE,
              "not configured: " + String.join(", ", missing.values()),
              Optional.empty(),
              Optional.of(Owner.SITE_FILE),
              "Fill in "
                  + String.join(", ", missing.values())
                  + " in the site file and pass it with"
                  + " --site.",
              List.of()));
    }
    if (evidence instanceof Evidence.Witnessed) {
      throw new IllegalArgumentException("judged by Witnesses when runs are merged: " + rule.id());
    }
    Evidence.Probed probed = (Evidence.Probed) evidence;
    if (!probed.finished()) {
      return unfinished(probed);
    }
    Optional<Fault> defect =
        probed.names().stream()
            .flatMap(name -> name.fault().stream())
            .filter(fault -> fault.kind() == FaultKind.INTERNAL)
            .findFirst();
    if (defect.isPresent()) {
      return Defects.verdict(rule, defect.get());
    }
    if (rule.judging().expectation() instanceof Expectation.Blocked blocked) {
      Optional<Status> control = others.apply(blocked.control()).map(OtherRule::status);
      return capped(rule, new BlockedJudge(rule, blocked, control).judge(probed));
    }
    Optional<String> beside = beside(rule);
    Optional<OtherRule> other = beside.flatMap(others);
    Verdict verdict =
        other.isPresent()
            ? new BesideJudge(rule, beside.get(), probed(other.get()))
                .judge(probed, left -> answered(rule, left))
            : answered(rule, probed);
    return capped(rule, verdict);
  }

  private static Optional<String> beside(Rule rule) {
    return rule.judging().expectation() instanceof Expectation.Beside beside
        ? Optional.of(beside.rule())
        : Optional.empty();
  }

  private static Optional<Evidence.Probed> probed(OtherRule other) {
    return other.evidence() instanceof Evidence.Probed probed
        ? Optional.of(probed)
        : Optional.empty();
  }

  private Verdict answered(Rule rule, Evidence.Probed probed) {
    Verdict path = new AnswerJudge(rule, probed, rehearsal, declared, open).judge();
    return retired(rule, new LoginJudge(rule, probed, declared).judge(path));
  }

  private static Verdict neutral(Status status, String summary) {
    return new Verdict(status, summary, Optional.empty(), Optional.empty(), "", List.of());
  }

  /** Partial results do not decide, but are reported. */
  private static Verdict unfinished(Evidence.Probed probed) {
    Stream<String> paths =
        probed.findings().stream()
            .map(RouteResult::of)
            .filter(standing -> standing.answers() || standing.fails())
            .map(
                standing ->
                    "so far: "
                        + standing
                            .failure()
                            .map(Failure::text)
                            .orElse(standing.destination() + " answers"));
    Stream<String> logins =
        LoginResults.of(probed.findings()).failures().stream()
            .map(login -> "so far: " + login.text());
    return new Verdict(
        Status.INCONCLUSIVE,
        "the run ended before this rule finished",
        Optional.empty(),
        Optional.empty(),
        "Run the check again and let it finish (a longer --deadline, if one is set).",
        Stream.concat(paths, logins).distinct().toList());
  }

  private Verdict retired(Rule rule, Verdict verdict) {
    if (rule.judging().retired().filter(day -> !day.isAfter(today)).isEmpty()) {
      return verdict;
    }
    String since = "the destination was retired on " + rule.judging().retired().get();
    return switch (verdict.status()) {
      case FAIL -> gone(rule, verdict.with(Status.WARN, since + ": " + verdict.summary()));
      case PASS -> verdict.withRemark(since + ", and still answers");
      case SKIPPED, WARN, INCONCLUSIVE -> verdict;
    };
  }

  /** The vendor's, unless no name server answered: then nothing is known of the destination. */
  private static Verdict gone(Rule rule, Verdict verdict) {
    if (verdict.cause().filter(fault -> fault.kind() == FaultKind.NAME_SERVER_FAILED).isPresent()) {
      return verdict;
    }
    return new Verdict(
        verdict.status(),
        verdict.summary(),
        verdict.cause(),
        Optional.of(Owner.VENDOR),
        rule.advice().isEmpty()
            ? "Do not open anything for it. Ask the vendor what replaces "
                + rule.destination()
                + "."
            : rule.advice(),
        verdict.remarks(),
        verdict.sides());
  }

  public static Verdict capped(Rule rule, Verdict verdict) {
    return rule.judging().severity() == Severity.ADVISORY
            && verdict.status().compareTo(Status.WARN) > 0
        ? verdict.with(Status.WARN, Verdict.ADVISORY + verdict.summary())
        : verdict;
  }
}
