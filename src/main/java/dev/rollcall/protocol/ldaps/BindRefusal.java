package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a refused bind means (RFC 4511 §4.2.2, RFC 4513 §5.1.3). */
final class BindRefusal {
  /** A Win32 error in hexadecimal, in the words of Active Directory (MS-ADTS §3.1.1.3.1.3). */
  private static final Pattern DATA = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

  private static final Pattern INACTIVE =
      Pattern.compile("inactiv|deactiv|disabled|suspended|locked", Pattern.CASE_INSENSITIVE);

  /** Win32 errors have 16 bits. */
  private static final int LONGEST_CODE = 4;

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry("525", new Meaning(Clue.CREDENTIALS, "the directory knows no such user")),
          Map.entry("52e", new Meaning(Clue.CREDENTIALS, "the user or the password is wrong")),
          Map.entry(
              "52f",
              new Meaning(Clue.ACCOUNT_RESTRICTED, "a restriction of the account forbids it")),
          Map.entry(
              "530",
              new Meaning(Clue.ACCOUNT_RESTRICTED, "the account may not log in at this hour")),
          Map.entry(
              "531",
              new Meaning(Clue.ACCOUNT_RESTRICTED, "the account may not log in from this host")),
          Map.entry("532", new Meaning(Clue.PASSWORD_EXPIRED, "the password has expired")),
          Map.entry("533", new Meaning(Clue.ACCOUNT_DISABLED, "the account is disabled")),
          Map.entry(
              "534",
              new Meaning(Clue.ACCOUNT_RESTRICTED, "the account may not log in in this way")),
          Map.entry("701", new Meaning(Clue.ACCOUNT_EXPIRED, "the account has expired")),
          Map.entry(
              "773",
              new Meaning(
                  Clue.PASSWORD_EXPIRED, "the password must be changed before the next login")),
          Map.entry("775", new Meaning(Clue.ACCOUNT_LOCKED, "the account is locked")));

  private BindRefusal() {}

  private record Meaning(Clue clue, String words) {}

  /**
   * The fault of a bind that did not succeed.
   *
   * @param name as it was sent, safe to quote: its domain may come from the directory
   * @param quotes makes the directory's text safe to quote
   */
  static ProbeException of(String name, LdapResult result, Quotes quotes) {
    Quotes knowing = quotes.knowing(data(result.diagnostic()));
    String says = result.shown(knowing);
    return switch (result.code()) {
      case ResultCode.INVALID_CREDENTIALS_INT_VALUE -> {
        Meaning meaning = meaning(result.diagnostic());
        yield refused(meaning.clue(), name, meaning.words() + ": " + says);
      }
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE ->
          refused(Clue.CREDENTIALS, name, "the directory knows no such user: " + says);
      case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE ->
          refused(Clue.ACCOUNT_RESTRICTED, name, "the account may not log in now: " + says);
      case ResultCode.INVALID_DN_SYNTAX_INT_VALUE ->
          ProbeException.of(
              FaultKind.DENIED,
              "the directory cannot read the user " + name + " as a name: " + says,
              Clue.WRONG_SITE_VALUE);
      case ResultCode.REFERRAL_INT_VALUE ->
          ProbeException.unexpected(
              "the directory sends "
                  + name
                  + " to log in elsewhere ("
                  + result.leads(quotes)
                  + "); the password does not go there");
      case ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE ->
          ProbeException.denied(
              "the directory accepts no simple bind, not even inside TLS: " + says);
      case ResultCode.UNWILLING_TO_PERFORM_INT_VALUE -> unwilling(name, result, says);
      case ResultCode.AUTH_METHOD_NOT_SUPPORTED_INT_VALUE,
          ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE ->
          ProbeException.denied("the directory does not want to log " + name + " in: " + says);
      default -> result.unexpected("the directory answers the login with ", knowing);
    };
  }

  /** 389 Directory Server and others answer this for a disabled account. */
  private static ProbeException unwilling(String name, LdapResult result, String says) {
    return INACTIVE.matcher(result.diagnostic()).find()
        ? refused(Clue.ACCOUNT_DISABLED, name, "the account is disabled: " + says)
        : ProbeException.denied("the directory does not want to log " + name + " in: " + says);
  }

  /** Whether the answer says for certain what became of the login. */
  static boolean isDefinite(int code) {
    return switch (code) {
      case ResultCode.INVALID_CREDENTIALS_INT_VALUE,
          ResultCode.NO_SUCH_OBJECT_INT_VALUE,
          ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
          ResultCode.INVALID_DN_SYNTAX_INT_VALUE,
          ResultCode.REFERRAL_INT_VALUE,
          ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE,
          ResultCode.AUTH_METHOD_NOT_SUPPORTED_INT_VALUE,
          ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
          ResultCode.BUSY_INT_VALUE,
          ResultCode.UNAVAILABLE_INT_VALUE ->
          true;
      default -> false;
    };
  }

  private static Meaning meaning(String diagnostic) {
    Meaning any = new Meaning(Clue.CREDENTIALS, "the user or the password is wrong");
    return MEANINGS.getOrDefault(code(diagnostic), any);
  }

  private static String code(String diagnostic) {
    Matcher data = DATA.matcher(diagnostic);
    return data.find() ? data.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** The part of the diagnostic with the code; empty if there is none of usual length. */
  private static String data(String diagnostic) {
    String code = code(diagnostic);
    return code.isEmpty() || code.length() > LONGEST_CODE ? "" : "data " + code;
  }

  private static ProbeException refused(Clue clue, String name, String why) {
    return ProbeException.of(
        FaultKind.DENIED, "the directory does not accept " + name + ": " + why, clue);
  }
}
