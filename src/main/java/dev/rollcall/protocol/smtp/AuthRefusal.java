package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a refused AUTH means (RFC 4954 §6), by its enhanced code (RFC 3463, RFC 5248) first. */
final class AuthRefusal {
  private static final Pattern APPLICATION_PASSWORD =
      Pattern.compile("app(lication)?[- ](specific[- ])?password");

  private AuthRefusal() {}

  static ProbeException of(String user, SmtpReply reply) {
    String says = reply.shown();
    return switch (reply.enhanced()) {
      case "5.7.13", "5.2.1" ->
          refused(Clue.ACCOUNT_DISABLED, user, "the account is disabled: " + says);
      // Microsoft's, for accounts and tenants that may not send by SMTP.
      case "5.7.139" ->
          refused(Clue.ACCOUNT_RESTRICTED, user, "the account may not log in here: " + says);
      case "5.7.9" -> otherPassword(user, reply, says);
      // Google's: the account must first be opened in a browser.
      case "5.7.14" ->
          refused(
              Clue.ACCOUNT_RESTRICTED,
              user,
              "the account must log in with a browser first: " + says);
      case "5.7.11" -> unsuitable("the relay finds the encryption too weak: " + says);
      case "5.7.12" -> unsuitable("the relay requires another mechanism for this account: " + says);
      default -> byCode(user, reply.code(), says);
    };
  }

  /**
   * Whether the reply certainly has another cause than the password. Uncertain are 421, codes from
   * 550 on, Microsoft's 5.7.139, which it also sends for wrong passwords, and codes that are not
   * valid for AUTH.
   */
  static boolean countsNothing(SmtpReply reply) {
    return switch (reply.enhanced()) {
      case "5.7.13", "5.2.1", "5.7.9", "5.7.11", "5.7.12" -> true;
      case "5.7.139" -> false;
      default ->
          switch (reply.code()) {
            case 432, 450, 451, 452, 454, 500, 501, 502, 503, 504, 525, 530, 534, 538 -> true;
            default -> false;
          };
    };
  }

  /**
   * RFC 4954 §6 means a mechanism that is too weak; Google and others send the same code when the
   * account needs an application-specific password.
   */
  private static ProbeException otherPassword(String user, SmtpReply reply, String says) {
    String text = String.join(" ", reply.lines()).toLowerCase(Locale.ROOT);
    if (APPLICATION_PASSWORD.matcher(text).find()) {
      return refused(
          Clue.CREDENTIALS, user, "the account needs an application-specific password: " + says);
    }
    return unsuitable(
        text.contains("mechanism")
            ? "the relay requires a stronger mechanism than Rollcall has (PLAIN, LOGIN): " + says
            : "the relay does not accept this password: it requires an application-specific one, or"
                + " another login method: "
                + says);
  }

  private static ProbeException byCode(String user, int code, String says) {
    return switch (code) {
      case 535 -> refused(Clue.CREDENTIALS, user, "the user or the password is wrong: " + says);
      case 525 -> refused(Clue.ACCOUNT_DISABLED, user, "the account is disabled: " + says);
      case 530, 534, 538 -> unsuitable("the relay does not accept this kind of login: " + says);
      case 432 -> unsuitable("the relay requires another mechanism for this account: " + says);
      case 550, 551, 552, 553, 554 ->
          refused(Clue.ACCOUNT_RESTRICTED, user, "the account may not log in here: " + says);
      default -> {
        String temporary = code >= 400 && code < 500 ? " (a temporary failure of its own)" : "";
        yield ProbeException.unexpected("the relay answers the login with " + says + temporary);
      }
    };
  }

  private static ProbeException refused(Clue clue, String user, String why) {
    return ProbeException.of(
        FaultKind.DENIED, "the relay does not accept " + user + ": " + why, clue);
  }

  private static ProbeException unsuitable(String why) {
    return ProbeException.denied(why);
  }
}
