package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.Owners;
import dev.rollcall.verdict.advice.PathText;
import dev.rollcall.verdict.advice.Problem;
import java.util.Optional;

/** Owner and advice if no login was possible. */
final class WithheldLogin {
  private WithheldLogin() {}

  static Problem problem(Rule rule, LoginResult.Untried untried, Finding at) {
    Owner owner = owner(rule, untried.reason(), at);
    return new Problem(
        untried.account() + " not tried" + where(untried, at) + ": " + untried.why(),
        owner,
        advice(rule, owner, untried, at),
        Optional.empty());
  }

  /** A foreign host is named by the reason, as it may differ from this one. */
  private static String where(LoginResult.Untried untried, Finding at) {
    return untried.reason() == LoginResult.Reason.FOREIGN_HOST
        ? ""
        : " at " + PathText.destination(at);
  }

  private static Owner owner(Rule rule, LoginResult.Reason reason, Finding at) {
    return switch (reason) {
      case UNENCRYPTED, STAND_IN, OTHER_PORT -> destination(rule);
      case UNTRUSTED -> inspected(at) ? Owner.PROXY : destination(rule);
      case FOREIGN_HOST, UNSUPPORTED, UNANSWERED -> Owner.SITE_FILE;
      case BUSY, UNRECORDED, WATCHED -> Owner.THIS_HOST;
      case REJECTED, NO_COMMON_KEY -> Owner.ACCOUNTS;
    };
  }

  private static Owner destination(Rule rule) {
    return rule.judging().external() ? Owner.VENDOR : Owners.keeper(rule);
  }

  private static String advice(Rule rule, Owner owner, LoginResult.Untried untried, Finding at) {
    String to = PathText.destination(at);
    String host = at.route().target().host();
    String ask = "sk the " + (owner == Owner.SERVER ? "owner of " + to : owner.title());
    return switch (untried.reason()) {
      case UNENCRYPTED ->
          "A"
              + ask
              + " to turn on encryption at "
              + to
              + ", "
              + PathText.traffic(at.route().target().port())
              + ": the password of "
              + untried.account()
              + " would cross the network unencrypted.";
      case UNTRUSTED ->
          inspected(at)
              ? "A" + ask + " to exempt " + host + " from TLS inspection."
              : "A"
                  + ask
                  + " for a certificate of a trusted CA that names "
                  + host
                  + " and does not have the fault that the reason names. Only if no trusted root"
                  + " leads to it and its CA is the site's own, list the CA's certificate under"
                  + " trust."
                  + (rule.judging().external() ? "public" : "internal")
                  + " in the site file.";
      case FOREIGN_HOST ->
          "If that host is the site's own, name it in the site file; no credential was sent to it.";
      case UNSUPPORTED ->
          "Name an account in the site file that can log in to "
              + to
              + ", or ask its owner for a login that the account "
              + untried.account()
              + " can use. If programs log in there in another way, such as Kerberos, nothing needs"
              + " repair: test that login by hand (kinit), and take the account out of the site"
              + " file.";
      case NO_COMMON_KEY ->
          "A"
              + ask
              + " to give "
              + untried.account()
              + " an AES key: let it use AES (in Active Directory: \"This account supports Kerberos"
              + " AES 256 bit encryption\"), and set a new password: this creates the key. Then"
              + " store the new password where the site file refers to.";
      case UNANSWERED ->
          "Make sure that "
              + untried.account()
              + " is not locked and that its password is correct (the log of "
              + to
              + " shows the login); then delete the file that the reason names, or change the"
              + " password.";
      case BUSY -> "Repeat the check when the other run has ended.";
      case WATCHED -> "Repeat the check without --watch.";
      case UNRECORDED ->
          "Make that folder writable, or free space there: without a note a failed login could be"
              + " repeated until the account is locked.";
      case STAND_IN -> "Repeat the check when the real server is installed.";
      case OTHER_PORT -> "A" + ask + " why the other port does not answer.";
      case REJECTED -> "Fix the rule that rejected this credential first.";
    };
  }

  private static boolean inspected(Finding at) {
    return at.attempts().stream()
        .map(Attempt::outcome)
        .flatMap(outcome -> Observation.Tls.in(outcome.observations()).stream())
        .anyMatch(Observation.Tls::inspected);
  }
}
