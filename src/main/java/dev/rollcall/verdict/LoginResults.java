package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.PathText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The login results of a rule's attempts, including follow-ups. */
record LoginResults(List<Shown> all) {
  private static final Set<LoginResult.Reason> OPEN =
      EnumSet.of(
          LoginResult.Reason.UNANSWERED,
          LoginResult.Reason.BUSY,
          LoginResult.Reason.UNRECORDED,
          LoginResult.Reason.UNENCRYPTED,
          LoginResult.Reason.UNTRUSTED,
          LoginResult.Reason.FOREIGN_HOST,
          LoginResult.Reason.NO_COMMON_KEY,
          LoginResult.Reason.UNSUPPORTED);

  /** The login result at one address. */
  record Shown(LoginResult right, Finding at) {
    Stream<LoginResult.Untried> untried() {
      return right instanceof LoginResult.Untried untried ? Stream.of(untried) : Stream.empty();
    }
  }

  static LoginResults of(List<Finding> findings) {
    List<Shown> all = new ArrayList<>();
    findings.stream().flatMap(Finding::withFollowUps).forEach(finding -> collect(finding, all));
    return new LoginResults(List.copyOf(all));
  }

  private static void collect(Finding finding, List<Shown> all) {
    finding.attempts().stream()
        .flatMap(attempt -> attempt.right().stream())
        .distinct()
        .forEach(right -> all.add(new Shown(right, finding)));
  }

  /** Whether the rule has no credentials, or they were not needed. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Failed logins; those caused by this host come last. */
  List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    for (boolean ours : new boolean[] {false, true}) {
      for (Shown shown : all) {
        if (shown.right() instanceof LoginResult.Failed failed
            && failed.fault().saysNothing() == ours) {
          failures.add(Failure.ofLogin(failed, shown.at()));
        }
      }
    }
    return failures;
  }

  /** The account that may log in, at one address at least. */
  Optional<String> proven() {
    return all.stream()
        .map(Shown::right)
        .filter(LoginResult.Proven.class::isInstance)
        .map(LoginResult::account)
        .findFirst();
  }

  /** The rejection by another rule that prevented the login, if no address accepted it. */
  Optional<LoginResult.Untried> rejected() {
    return proven().isPresent()
        ? Optional.empty()
        : all.stream()
            .flatMap(Shown::untried)
            .filter(untried -> untried.reason() == LoginResult.Reason.REJECTED)
            .findFirst();
  }

  /**
   * Addresses where no login was possible, so that the right stays unknown if it is proven nowhere.
   */
  List<Shown> withheld() {
    return all.stream()
        .filter(shown -> shown.untried().map(LoginResult.Untried::reason).anyMatch(OPEN::contains))
        .toList();
  }

  /** A suffix for the path's proof; empty unless all logins succeeded. */
  String proof() {
    return failures().isEmpty()
        ? proven().map(account -> "; right: " + account + " may log in").orElse("")
        : "";
  }

  /** The result in a phrase. */
  String phrase() {
    List<Failure> failures = failures();
    if (!failures.isEmpty()) {
      Failure first = failures.get(0);
      String where = first.about() + PathText.destination(first.at());
      return first.fault().kind() == FaultKind.DENIED
          ? "denied (" + where + ")"
          : "failed (" + where + ": " + first.fault().cause() + ")";
    }
    return proven()
        .map(account -> "proven (" + account + ")")
        .or(() -> rejected().map(LoginResults::notTried))
        .or(
            () ->
                withheld().stream().flatMap(Shown::untried).findFirst().map(LoginResults::notTried))
        .or(() -> all.stream().flatMap(Shown::untried).findFirst().map(LoginResults::notTried))
        .orElse("");
  }

  private static String notTried(LoginResult.Untried untried) {
    return "not tried (" + untried.why() + ")";
  }
}
