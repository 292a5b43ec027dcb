package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.NtStatus;

/** What a KRB-ERROR means for a login. */
final class KdcRefusal {
  /** MIT's text for a service with the flag {@code -allow_tix}. */
  private static final String SERVICE_LOCKED = "SERVICE LOCKED OUT";

  private KdcRefusal() {}

  /** The KDC's answer to a question without a password does not prove that it serves the realm. */
  static ProbeException ofPath(String realm, KdcAnswer.Refused refused) {
    return switch (refused.code().number()) {
      case ErrorCode.WRONG_REALM ->
          ProbeException.of(
              FaultKind.UNEXPECTED,
              quotes ->
                  "the KDC does not serve the realm "
                      + realm
                      + refused
                          .clientRealm()
                          .map(at -> "; it refers to " + quotes.name(at))
                          .orElse(""),
              Clue.WRONG_SITE_VALUE);
      case ErrorCode.SERVICE_UNKNOWN -> withoutService(realm, refused);
      default ->
          ProbeException.unexpected(
              quotes ->
                  "the KDC answers, and gives no tickets: "
                      + said(refused, quotes)
                      + "; its log says why");
    };
  }

  /** MIT's KDC gives this code also for a service that an administrator has locked. */
  private static ProbeException withoutService(String realm, KdcAnswer.Refused refused) {
    return refused.text().equals(SERVICE_LOCKED)
        ? ProbeException.unexpected(
            "the KDC gives no tickets: the ticket-granting service of the realm "
                + realm
                + " (krbtgt/"
                + realm
                + ") is locked in its database")
        : ProbeException.of(
            FaultKind.UNEXPECTED,
            "the KDC knows no ticket-granting service of the realm " + realm,
            Clue.WRONG_SITE_VALUE);
  }

  /** The KDC gives the account no ticket, after a message that proves the password. */
  static ProbeException ofProof(String account, KdcAnswer.Refused refused) {
    return switch (refused.code().number()) {
      case ErrorCode.PREAUTH_REQUIRED, ErrorCode.MORE_PREAUTH ->
          denied(
              account,
              "the account requires another kind of pre-authentication than a password (a smart"
                  + " card, a one-time code)",
              refused,
              Clue.ACCOUNT_RESTRICTED);
      default -> ofAccount(account, refused);
    };
  }

  /** The KDC gives the account no ticket. */
  static ProbeException ofAccount(String account, KdcAnswer.Refused refused) {
    if (refused.status().isPresent()) {
      NtStatus status = refused.status().get();
      return denied(account, status.meaning(), refused, status.clue());
    }
    return switch (refused.code().number()) {
      case ErrorCode.PREAUTH_FAILED, ErrorCode.INTEGRITY ->
          denied(account, "the password is wrong", refused, Clue.CREDENTIALS);
      case ErrorCode.CLIENT_UNKNOWN ->
          denied(account, "the KDC does not know the principal", refused, Clue.CREDENTIALS);
      case ErrorCode.CLIENT_EXPIRED ->
          denied(account, "the account has expired", refused, Clue.ACCOUNT_EXPIRED);
      case ErrorCode.CLIENT_REVOKED -> revoked(account, refused);
      case ErrorCode.KEY_EXPIRED ->
          denied(
              account,
              "the password has expired or must be changed",
              refused,
              Clue.PASSWORD_EXPIRED);
      case ErrorCode.POLICY ->
          denied(
              account,
              "a policy does not let the account log in here, or not now",
              refused,
              Clue.ACCOUNT_RESTRICTED);
      case ErrorCode.CLIENT_NOT_YET ->
          denied(account, "the account is not valid yet", refused, Clue.ACCOUNT_RESTRICTED);
      case ErrorCode.SKEW ->
          ProbeException.of(
              FaultKind.UNEXPECTED,
              quotes ->
                  "the KDC says that the clocks differ too much (" + said(refused, quotes) + ")",
              Clue.CLOCK_SKEW);
      case ErrorCode.ENCRYPTION_UNSUPPORTED ->
          denied(
              account,
              "the account has no AES key, and Java's Kerberos uses AES only; a new password mostly"
                  + " brings one",
              refused);
      case ErrorCode.WRONG_REALM ->
          ProbeException.of(
              FaultKind.UNEXPECTED,
              quotes ->
                  "the KDC does not serve the realm of "
                      + account
                      + refused
                          .clientRealm()
                          .map(at -> "; it refers to " + quotes.name(at))
                          .orElse(""),
              Clue.WRONG_SITE_VALUE);
      default -> denied(account, "the KDC gives no ticket", refused);
    };
  }

  /** The KDC gives a ticket for the account, but none for the service. */
  static ProbeException ofService(String service, KdcAnswer.Refused refused) {
    if (refused.code().number() == ErrorCode.SERVICE_UNKNOWN) {
      return ProbeException.of(
          FaultKind.DENIED,
          quotes ->
              "the directory gives the service principal name "
                  + service
                  + " to no account, or to several ("
                  + said(refused, quotes)
                  + "); setspn -Q "
                  + service
                  + " lists who holds it, setspn -S "
                  + service
                  + " ACCOUNT gives it to one",
          Clue.SERVICE_PRINCIPAL);
    }
    return ProbeException.denied(
        quotes -> "no ticket for the service " + service + ": " + said(refused, quotes));
  }

  /** MIT's KDC says in its text whether an administrator or wrong passwords did it. */
  private static ProbeException revoked(String account, KdcAnswer.Refused refused) {
    return refused.text().equals("LOCKED_OUT")
        ? denied(account, "the account is locked out", refused, Clue.ACCOUNT_LOCKED)
        : denied(
            account,
            "the account is disabled, expired or locked out",
            refused,
            Clue.ACCOUNT_DISABLED);
  }

  private static ProbeException denied(
      String account, String why, KdcAnswer.Refused refused, Clue clue) {
    return ProbeException.of(
        FaultKind.DENIED, quotes -> evidence(account, why, refused, quotes), clue);
  }

  private static ProbeException denied(String account, String why, KdcAnswer.Refused refused) {
    return ProbeException.denied(quotes -> evidence(account, why, refused, quotes));
  }

  private static String evidence(
      String account, String why, KdcAnswer.Refused refused, Quotes quotes) {
    return account + " gets no ticket: " + why + " (" + said(refused, quotes) + ")";
  }

  private static String said(KdcAnswer.Refused refused, Quotes quotes) {
    return "KRB-ERROR "
        + refused.code()
        + refused.status().map(status -> ", NTSTATUS " + status.code()).orElse("")
        + (refused.text().isEmpty() ? "" : ", \"" + quotes.text(refused.text()) + "\"");
  }
}
