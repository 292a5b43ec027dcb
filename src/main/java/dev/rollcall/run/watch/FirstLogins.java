package dev.rollcall.run.watch;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The results of one rule's logins in the first round: they hold for the later rounds, which send
 * no credentials. Pure.
 */
final class FirstLogins {
  private static final String WHY = "no login is made while watching";

  private final Map<Rereading.Place, LoginResult> rights = new HashMap<>();
  private final Map<Rereading.Place, List<Finding.Linked>> links = new HashMap<>();
  private final Optional<String> account;

  /**
   * @param account that the rule logs in with, if it does
   * @param first evidence of the first round
   */
  FirstLogins(Optional<String> account, Evidence.Probed first) {
    this.account = account;
    first.findings().stream()
        .flatMap(Finding::withFollowUps)
        .forEach(
            finding -> {
              right(finding).ifPresent(one -> rights.put(Rereading.Place.of(finding), one));
              links.put(Rereading.Place.of(finding), finding.followUps());
            });
  }

  private static Optional<LoginResult> right(Finding finding) {
    return finding.attempts().stream().flatMap(attempt -> attempt.right().stream()).findFirst();
  }

  /**
   * The evidence of a later round, with the results of the logins at the same addresses, and what
   * they asked for.
   */
  Evidence.Probed in(Evidence.Probed later) {
    Evidence.Probed known =
        each(
            later,
            finding ->
                first(
                    asked(finding), Optional.ofNullable(rights.get(Rereading.Place.of(finding)))));
    boolean none =
        known.findings().stream()
            .flatMap(Finding::withFollowUps)
            .noneMatch(finding -> right(finding).isPresent());
    return none && account.isPresent()
        ? each(known, finding -> answers(finding) ? first(finding, untried()) : finding)
        : known;
  }

  /** With the follow-ups of the first round that only a login asks for. */
  private Finding asked(Finding finding) {
    if (account.isEmpty() || !answers(finding)) {
      return finding;
    }
    List<Finding.Linked> all = new ArrayList<>(finding.followUps());
    links.getOrDefault(Rereading.Place.of(finding), List.of()).stream()
        .filter(
            link ->
                finding.followUps().stream()
                    .noneMatch(other -> other.followUp().equals(link.followUp())))
        .forEach(all::add);
    return finding.with(finding.attempts(), all);
  }

  private Optional<LoginResult> untried() {
    return account.map(name -> new LoginResult.Untried(name, LoginResult.Reason.WATCHED, WHY));
  }

  /** The evidence as if no login had been made. */
  static Evidence.Probed without(Evidence.Probed evidence) {
    return each(
        evidence,
        finding ->
            finding.with(
                finding.attempts().stream()
                    .map(attempt -> attempt.withLogin(Optional.empty()))
                    .toList(),
                finding.followUps()));
  }

  private static boolean answers(Finding finding) {
    return finding.attempts().stream()
        .anyMatch(attempt -> attempt.outcome() instanceof Outcome.Answered);
  }

  private static Finding first(Finding finding, Optional<LoginResult> right) {
    if (right.isEmpty() || finding.attempts().isEmpty()) {
      return finding;
    }
    List<Attempt> attempts = new ArrayList<>(finding.attempts());
    attempts.set(0, attempts.get(0).withLogin(right));
    return finding.with(attempts, finding.followUps());
  }

  private static Evidence.Probed each(Evidence.Probed evidence, UnaryOperator<Finding> change) {
    return evidence.with(
        evidence.findings().stream().map(finding -> deep(finding, change)).toList());
  }

  private static Finding deep(Finding finding, UnaryOperator<Finding> change) {
    Finding changed = change.apply(finding);
    return changed.with(changed.attempts(), changed.mapFollowUps(one -> deep(one, change)));
  }
}
