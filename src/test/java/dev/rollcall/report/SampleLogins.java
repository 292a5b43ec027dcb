package dev.rollcall.report;

import static dev.rollcall.report.Samples.answered;
import static dev.rollcall.report.Samples.failed;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.rule;
import static dev.rollcall.report.Samples.showing;
import static dev.rollcall.report.Samples.sided;
import static dev.rollcall.report.Samples.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rules with credentials: every kind of right, on a path that is proven and on one that is not. */
public final class SampleLogins {
  private static final String SVC = "svc-rollcall@UNI.EDU";
  private static final String PROVEN = "proven (version 16.0.4165)";
  private static final Port PORT = Port.tcp(1433);

  private SampleLogins() {}

  public static List<RuleResult> all() {
    return List.of(
        proven(),
        ending(),
        denied(SVC, "the server does not accept it (18456, state 8)", "denied"),
        denied("svc\u001b[2J\u202e\n\"&<b>@UNI.EDU", "]]> </failure>\r\nowner: \u0007", "hostile"),
        skipped(),
        open(LoginResult.Reason.UNENCRYPTED, Owner.SERVER, "the server does not encrypt"),
        open(
            LoginResult.Reason.UNTRUSTED,
            Owner.SERVER,
            "its certificate is not trusted (unknown CA)"),
        open(LoginResult.Reason.FOREIGN_HOST, Owner.SITE_FILE, "the site file does not name it"),
        open(LoginResult.Reason.UNSUPPORTED, Owner.SITE_FILE, "the server offers nothing but NTLM"),
        standIn(),
        otherPort(),
        dropped());
  }

  /** Logins that were not made, for reasons of the account or of another login. */
  public static List<RuleResult> unfinished() {
    return List.of(
        open(LoginResult.Reason.UNANSWERED, Owner.ACCOUNTS, "an earlier login got no answer"),
        open(LoginResult.Reason.BUSY, Owner.SITE_FILE, "another run logs in with this account"),
        open(LoginResult.Reason.WATCHED, Owner.SITE_FILE, "a watched rule does not log in again"),
        open(LoginResult.Reason.UNRECORDED, Owner.SITE_FILE, "the login could not be noted"),
        open(LoginResult.Reason.NO_COMMON_KEY, Owner.ACCOUNTS, "the account has no AES key"));
  }

  public static List<LoginResult> rights(List<RuleResult> results) {
    return results.stream()
        .map(result -> (Evidence.Probed) result.evidence())
        .flatMap(probed -> probed.findings().stream())
        .flatMap(finding -> finding.attempts().stream())
        .flatMap(attempt -> attempt.right().stream())
        .toList();
  }

  private static RuleResult login(
      String id,
      LoginResult right,
      Status status,
      String summary,
      Owner owner,
      String loginSummary) {
    return login(id, right, status, summary, Optional.empty(), owner, loginSummary);
  }

  private static RuleResult login(
      String id,
      LoginResult right,
      Status status,
      String summary,
      Optional<Fault> cause,
      Owner owner,
      String loginSummary) {
    Attempt attempt = showing(answered(14, "tds.version", "16.0.4165"), right);
    String advice = owner == null ? "" : "Ask the " + owner.title() + " about " + id + ".";
    return result(
        rule(id, "Outbound Traffic (Internal)", "login.uni.edu", PORT, "tds", "Logs in"),
        probed(finding("login.uni.edu", "198.18.1.5", PORT, "tds", attempt)),
        sided(verdict(status, summary, cause, owner, advice, List.of()), PROVEN, loginSummary),
        15);
  }

  private static RuleResult proven() {
    return login(
        "login.proven",
        new LoginResult.Proven("svc-proven@UNI.EDU"),
        Status.PASS,
        "version 16.0.4165; right: svc-proven@UNI.EDU may log in",
        null,
        "proven (svc-proven@UNI.EDU)");
  }

  private static RuleResult ending() {
    return login(
        "login.ending",
        new LoginResult.Proven("svc-ending@UNI.EDU"),
        Status.WARN,
        "the password of svc-ending@UNI.EDU ends in 5 days",
        Owner.ACCOUNTS,
        "proven (svc-ending@UNI.EDU)");
  }

  private static RuleResult denied(String account, String evidence, String id) {
    Fault fault = new Fault(Phase.AUTHENTICATE, FaultKind.DENIED, evidence, Clue.ACCOUNT_DISABLED);
    String where = account + " at 198.18.1.5 (login.uni.edu)";
    return login(
        "login." + id,
        new LoginResult.Failed(account, fault),
        Status.FAIL,
        where + ": AUTHENTICATE DENIED: " + evidence,
        Optional.of(fault),
        Owner.ACCOUNTS,
        "denied (" + where + ")");
  }

  private static RuleResult skipped() {
    return login(
        "login.skipped",
        new LoginResult.Untried(
            SVC, LoginResult.Reason.REJECTED, "credential rejected by login.denied"),
        Status.SKIPPED,
        "credential rejected by login.denied",
        null,
        "not tried (credential rejected by login.denied)");
  }

  private static RuleResult open(LoginResult.Reason reason, Owner owner, String why) {
    return login(
        "login." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        new LoginResult.Untried(SVC, reason, why),
        Status.INCONCLUSIVE,
        SVC + " not tried at 198.18.1.5 (login.uni.edu): " + why,
        owner,
        "not tried (" + why + ")");
  }

  private static RuleResult standIn() {
    return login(
        "login.stand-in",
        new LoginResult.Untried(SVC, LoginResult.Reason.STAND_IN, "a stand-in answered"),
        Status.WARN,
        "a stand-in answered in the server's place",
        Owner.SERVER,
        "not tried (a stand-in answered)");
  }

  private static RuleResult otherPort() {
    return login(
        "login.other-port",
        new LoginResult.Untried(SVC, LoginResult.Reason.OTHER_PORT, "the ticket is given over TCP"),
        Status.PASS,
        "version 16.0.4165",
        null,
        "not tried (the ticket is given over TCP)");
  }

  /** One address is dropped, at the other the account may log in. */
  private static RuleResult dropped() {
    Fault fault = new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing answered three SYNs");
    Attempt shown = showing(answered(14, "tds.version", "16.0.4165"), new LoginResult.Proven(SVC));
    return result(
        rule(
            "login.dropped",
            "Outbound Traffic (Internal)",
            "login.uni.edu",
            PORT,
            "tds",
            "Logs in"),
        probed(
            finding("login.uni.edu", "198.18.1.6", PORT, "tds", failed(5000, fault)),
            finding("login.uni.edu", "198.18.1.5", PORT, "tds", shown)),
        sided(
            verdict(
                Status.FAIL,
                "1 of 2 addresses fail; 198.18.1.6 (login.uni.edu): CONNECT DROPPED",
                Optional.of(fault),
                Owner.FIREWALL,
                "Ask the firewall team to allow 10.1.2.3 to 198.18.1.6, 1433/tcp.",
                List.of()),
            "FAILED (CONNECT DROPPED)",
            "proven (" + SVC + ")"),
        5001);
  }
}
