package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an operation (RFC 4511 §4.1.9); every text is from the server.
 *
 * @param referrals to other servers
 */
record LdapResult(int code, String diagnostic, List<String> referrals) {
  private static final int MOST_REFERRALS = 5;
  private static final int LONGEST_URL = 60;

  /** The largest known code; a number of 32 bits could contain four letters of a secret. */
  private static final int LARGEST_CODE = 0x7fff;

  LdapResult {
    referrals = List.copyOf(referrals);
  }

  static LdapResult of(SearchResultDoneProtocolOp done) {
    return of(done.getResultCode(), done.getDiagnosticMessage(), done.getReferralURLs());
  }

  static LdapResult of(BindResponseProtocolOp bound) {
    return of(bound.getResultCode(), bound.getDiagnosticMessage(), bound.getReferralURLs());
  }

  static LdapResult of(ExtendedResponseProtocolOp answer) {
    return of(answer.getResultCode(), answer.getDiagnosticMessage(), answer.getReferralURLs());
  }

  private static LdapResult of(int code, @Nullable String diagnostic, List<String> referrals) {
    return new LdapResult(code, diagnostic == null ? "" : diagnostic, referrals);
  }

  /** Code, name and the server's text, safe to quote. */
  String shown(Quotes quotes) {
    String known =
        code >= 0 && code <= LARGEST_CODE
            ? code + " " + ResultCode.valueOf(code).getName()
            : "an unknown result";
    return known + (diagnostic.isEmpty() ? "" : " (" + quotes.text(diagnostic) + ")");
  }

  /**
   * What an answer means that should have been another one.
   *
   * @param before what the server did, before the result
   */
  ProbeException unexpected(String before, Quotes quotes) {
    String evidence = before + shown(quotes);
    return switch (code) {
      case ResultCode.BUSY_INT_VALUE ->
          ProbeException.of(FaultKind.DENIED, evidence, Clue.THROTTLED);
      // Shutting down, or without its database (§A.2, §4.4.1).
      case ResultCode.UNAVAILABLE_INT_VALUE ->
          ProbeException.of(FaultKind.UNEXPECTED, evidence, Clue.SERVICE_ERROR);
      default -> ProbeException.unexpected(evidence);
    };
  }

  /** The referrals' targets, safe to quote. */
  String leads(Quotes quotes) {
    return leads(referrals, quotes);
  }

  /** Some URLs, safe to quote. */
  static String leads(List<String> urls, Quotes quotes) {
    if (urls.isEmpty()) {
      return "nowhere";
    }
    return quotes.upTo(LONGEST_URL).names(urls.stream().limit(MOST_REFERRALS).toList())
        + (urls.size() > MOST_REFERRALS ? " and " + (urls.size() - MOST_REFERRALS) + " more" : "");
  }
}
