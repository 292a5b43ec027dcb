package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.probe.Text;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a server ends an operation (RFC 4511 §4.1.9); every text is its own.
 *
 * @param referrals where it sends the asker instead
 */
record Result(int code, String diagnostic, List<String> referrals) {
  private static final int MOST_REFERRALS = 5;

  Result {
    referrals = List.copyOf(referrals);
  }

  static Result of(SearchResultDoneProtocolOp done) {
    return of(done.getResultCode(), done.getDiagnosticMessage(), done.getReferralURLs());
  }

  static Result of(BindResponseProtocolOp bound) {
    return of(bound.getResultCode(), bound.getDiagnosticMessage(), bound.getReferralURLs());
  }

  static Result of(ExtendedResponseProtocolOp answer) {
    return of(answer.getResultCode(), answer.getDiagnosticMessage(), answer.getReferralURLs());
  }

  private static Result of(int code, @Nullable String diagnostic, List<String> referrals) {
    return new Result(code, diagnostic == null ? "" : diagnostic, referrals);
  }

  /** The same with every text changed: what must not be quoted is taken out before it is cut. */
  Result with(UnaryOperator<String> hide) {
    return new Result(code, hide.apply(diagnostic), referrals.stream().map(hide).toList());
  }

  /** Code, name and the server's words, safe to quote. */
  String shown() {
    return code
        + " "
        + ResultCode.valueOf(code).getName()
        + (diagnostic.isEmpty() ? "" : " (" + Text.safe(diagnostic) + ")");
  }

  /** Where the referrals lead, safe to quote. */
  String leads() {
    return leads(referrals);
  }

  /** Some URLs, safe to quote. */
  static String leads(List<String> urls) {
    if (urls.isEmpty()) {
      return "nowhere";
    }
    List<String> some = urls.stream().limit(MOST_REFERRALS).map(url -> Text.safe(url, 60)).toList();
    return String.join(", ", some)
        + (urls.size() > MOST_REFERRALS ? " and " + (urls.size() - MOST_REFERRALS) + " more" : "");
  }
}
