package dev.rollcall.protocol.kerberos.message;

import java.util.Map;
import java.util.Set;

/** An error code (RFC 4120 §7.5.9) with its name. */
public record ErrorCode(int number) {
  /** None beyond is defined (RFC 4120 §7.5.9); a number of 32 bits could hold four letters. */
  private static final int LARGEST = 0x7fff;

  public static final int CLIENT_EXPIRED = 1;
  public static final int CLIENT_UNKNOWN = 6;
  public static final int SERVICE_UNKNOWN = 7;
  public static final int NEVER_VALID = 11;
  public static final int POLICY = 12;
  static final int BAD_OPTION = 13;
  public static final int ENCRYPTION_UNSUPPORTED = 14;
  public static final int CLIENT_REVOKED = 18;
  public static final int CLIENT_NOT_YET = 21;
  public static final int KEY_EXPIRED = 23;
  public static final int PREAUTH_FAILED = 24;
  public static final int PREAUTH_REQUIRED = 25;
  static final int SERVICE_UNAVAILABLE = 29;
  public static final int INTEGRITY = 31;
  public static final int SKEW = 37;
  public static final int RESPONSE_TOO_BIG = 52;
  public static final int GENERIC = 60;
  public static final int WRONG_REALM = 68;
  public static final int MORE_PREAUTH = 91;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(CLIENT_EXPIRED, "KDC_ERR_NAME_EXP"),
          Map.entry(3, "KDC_ERR_BAD_PVNO"),
          Map.entry(CLIENT_UNKNOWN, "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
          Map.entry(SERVICE_UNKNOWN, "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
          Map.entry(8, "KDC_ERR_PRINCIPAL_NOT_UNIQUE"),
          Map.entry(9, "KDC_ERR_NULL_KEY"),
          Map.entry(10, "KDC_ERR_CANNOT_POSTDATE"),
          Map.entry(NEVER_VALID, "KDC_ERR_NEVER_VALID"),
          Map.entry(POLICY, "KDC_ERR_POLICY"),
          Map.entry(BAD_OPTION, "KDC_ERR_BADOPTION"),
          Map.entry(ENCRYPTION_UNSUPPORTED, "KDC_ERR_ETYPE_NOSUPP"),
          Map.entry(15, "KDC_ERR_SUMTYPE_NOSUPP"),
          Map.entry(16, "KDC_ERR_PADATA_TYPE_NOSUPP"),
          Map.entry(CLIENT_REVOKED, "KDC_ERR_CLIENT_REVOKED"),
          Map.entry(19, "KDC_ERR_SERVICE_REVOKED"),
          Map.entry(CLIENT_NOT_YET, "KDC_ERR_CLIENT_NOTYET"),
          Map.entry(KEY_EXPIRED, "KDC_ERR_KEY_EXPIRED"),
          Map.entry(PREAUTH_FAILED, "KDC_ERR_PREAUTH_FAILED"),
          Map.entry(PREAUTH_REQUIRED, "KDC_ERR_PREAUTH_REQUIRED"),
          Map.entry(SERVICE_UNAVAILABLE, "KDC_ERR_SVC_UNAVAILABLE"),
          Map.entry(INTEGRITY, "KRB_AP_ERR_BAD_INTEGRITY"),
          Map.entry(SKEW, "KRB_AP_ERR_SKEW"),
          Map.entry(RESPONSE_TOO_BIG, "KRB_ERR_RESPONSE_TOO_BIG"),
          Map.entry(GENERIC, "KRB_ERR_GENERIC"),
          Map.entry(61, "KRB_ERR_FIELD_TOOLONG"),
          Map.entry(WRONG_REALM, "KDC_ERR_WRONG_REALM"),
          Map.entry(90, "KDC_ERR_PREAUTH_EXPIRED"),
          Map.entry(MORE_PREAUTH, "KDC_ERR_MORE_PREAUTH_DATA_REQUIRED"));

  /** What a KDC says only of a principal that it has found in its realm. */
  private static final Set<Integer> ABOUT_KNOWN =
      Set.of(
          CLIENT_EXPIRED,
          8,
          9,
          10,
          NEVER_VALID,
          POLICY,
          ENCRYPTION_UNSUPPORTED,
          16,
          CLIENT_REVOKED,
          CLIENT_NOT_YET,
          KEY_EXPIRED,
          PREAUTH_FAILED,
          PREAUTH_REQUIRED,
          INTEGRITY,
          SKEW,
          RESPONSE_TOO_BIG,
          90,
          MORE_PREAUTH);

  /** Whether that answer about a client proves that the KDC serves the client's realm. */
  public static boolean provesClient(int code) {
    return ABOUT_KNOWN.contains(code);
  }

  /** {@code 25 KDC_ERR_PREAUTH_REQUIRED}. */
  @Override
  public String toString() {
    String name = NAMES.get(number);
    if (name != null) {
      return number + " " + name;
    }
    return number >= 0 && number <= LARGEST ? Integer.toString(number) : "of an unknown code";
  }
}
