package dev.rollcall.verdict;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Expectation;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives every rule its verdict. */
public final class Judge {
  private final LocalDate today;
  private final Function<String, Optional<Status>> others;

  /**
   * @param today decides whether a retirement has come
   * @param others how the other rules of the same run stand, for {@link Expectation.Blocked}; empty
   *     for a rule that is not in the run
   */
  public Judge(LocalDate today, Function<String, Optional<Status>> others) {
    this.today = today;
    this.others = others;
  }

  /** A pure function of its arguments and of what the judge was made with. */
  public Verdict judge(Rule rule, Evidence evidence) {
    if (evidence instanceof Evidence.Skipped skipped) {
      return neutral(Status.SKIPPED, skipped.reason());
    }
    if (evidence instanceof Evidence.NotConfigured missing) {
      return new Verdict(
          Status.INCONCLUSIVE,
          "not configured: " + String.join(", ", missing.values()),
          Optional.empty(),
          Optional.of(Owner.SITE_FILE),
          "Fill in "
              + String.join(", ", missing.values())
              + " in the site file and pass it with"
              + " --site.",
          List.of());
    }
    Evidence.Probed probed = (Evidence.Probed) evidence;
    if (!probed.finished()) {
      return neutral(Status.INCONCLUSIVE, "interrupted before the rule was finished");
    }
    if (rule.expectation() instanceof Expectation.Blocked blocked) {
      return capped(rule, new BlockedJudge(rule, blocked, others).judge(probed));
    }
    return capped(rule, retired(rule, new AnswerJudge(rule).judge(probed)));
  }

  private static Verdict neutral(Status status, String summary) {
    return new Verdict(status, summary, Optional.empty(), Optional.empty(), "", List.of());
  }

  private Verdict retired(Rule rule, Verdict verdict) {
    boolean gone = rule.retired().isPresent() && !rule.retired().get().isAfter(today);
    if (!gone || verdict.status() != Status.FAIL) {
      return verdict;
    }
    return lowered(
        verdict,
        "the destination was retired on " + rule.retired().get() + ": " + verdict.summary());
  }

  private static Verdict capped(Rule rule, Verdict verdict) {
    return rule.severity() == Severity.ADVISORY && verdict.status() == Status.FAIL
        ? lowered(verdict, "advisory: " + verdict.summary())
        : verdict;
  }

  private static Verdict lowered(Verdict verdict, String summary) {
    return new Verdict(
        Status.WARN,
        summary,
        verdict.cause(),
        verdict.owner(),
        verdict.advice(),
        verdict.remarks());
  }
}
