package dev.rollcall.protocol.smb;

import dev.rollcall.model.fault.Clue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A server's status (MS-ERREF §2.3.1), as far as it decides who can fix it. */
enum SmbStatus {
  SUCCESS(0),
  PENDING(0x103),
  BUFFER_OVERFLOW(0x80000005),
  NO_MORE_FILES(0x80000006),
  STOPPED_ON_SYMLINK(0x8000002d),
  INVALID_PARAMETER(0xc000000d),
  NO_SUCH_FILE(0xc000000f),
  END_OF_FILE(0xc0000011),
  MORE_PROCESSING_REQUIRED(0xc0000016),
  ACCESS_DENIED(0xc0000022, Clue.ACCESS_DENIED),
  OBJECT_NAME_INVALID(0xc0000033, Clue.WRONG_SITE_VALUE),
  OBJECT_NAME_NOT_FOUND(0xc0000034, Clue.WRONG_SITE_VALUE),
  OBJECT_PATH_NOT_FOUND(0xc000003a, Clue.WRONG_SITE_VALUE),
  SHARING_VIOLATION(0xc0000043),
  FILE_LOCK_CONFLICT(0xc0000054),
  DELETE_PENDING(0xc0000056),
  NO_LOGON_SERVERS(0xc000005e),
  NO_SUCH_USER(0xc0000064, Clue.CREDENTIALS),
  WRONG_PASSWORD(0xc000006a, Clue.CREDENTIALS),
  LOGON_FAILURE(0xc000006d, Clue.CREDENTIALS),
  ACCOUNT_RESTRICTION(0xc000006e, Clue.ACCOUNT_RESTRICTED),
  INVALID_LOGON_HOURS(0xc000006f, Clue.ACCOUNT_RESTRICTED),
  INVALID_WORKSTATION(0xc0000070, Clue.ACCOUNT_RESTRICTED),
  PASSWORD_EXPIRED(0xc0000071, Clue.PASSWORD_EXPIRED),
  ACCOUNT_DISABLED(0xc0000072, Clue.ACCOUNT_DISABLED),
  BAD_NETWORK_NAME(0xc00000cc, Clue.WRONG_SITE_VALUE),
  NOT_SUPPORTED(0xc00000bb),
  NETWORK_NAME_DELETED(0xc00000c9),
  NETWORK_ACCESS_DENIED(0xc00000ca, Clue.ACCESS_DENIED),
  NOT_A_DIRECTORY(0xc0000103, Clue.WRONG_SITE_VALUE),
  LOGON_TYPE_NOT_GRANTED(0xc000015b, Clue.ACCOUNT_RESTRICTED),
  NO_TRUST_LSA_SECRET(0xc000018a),
  NO_TRUST_SAM_ACCOUNT(0xc000018b),
  TRUSTED_DOMAIN_FAILURE(0xc000018c),
  TRUSTED_RELATIONSHIP_FAILURE(0xc000018d),
  ACCOUNT_EXPIRED(0xc0000193, Clue.ACCOUNT_EXPIRED),
  NETLOGON_NOT_STARTED(0xc0000192),
  PASSWORD_MUST_CHANGE(0xc0000224, Clue.PASSWORD_EXPIRED),
  NOT_FOUND(0xc0000225),
  DOMAIN_CONTROLLER_NOT_FOUND(0xc0000233),
  ACCOUNT_LOCKED_OUT(0xc0000234, Clue.ACCOUNT_LOCKED),
  PATH_NOT_COVERED(0xc0000257),
  NTLM_BLOCKED(0xc0000418);

  private final int code;
  private final Optional<Clue> clue;

  SmbStatus(int code) {
    this.code = code;
    this.clue = Optional.empty();
  }

  SmbStatus(int code, Clue clue) {
    this.code = code;
    this.clue = Optional.of(clue);
  }

  static Optional<SmbStatus> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /**
   * {@code STATUS_LOGON_FAILURE}, or the number of an unlisted one. Numbers that are not Windows's
   * own are left out (MS-ERREF §2.3), as they could contain four letters of a secret.
   */
  static String name(int code) {
    return of(code)
        .map(status -> "STATUS_" + status)
        .orElseGet(
            () ->
                (code & 0x0fff0000) == 0
                    ? String.format(Locale.ROOT, "status 0x%08x", code)
                    : "a status that is not Windows' own");
  }

  boolean is(int other) {
    return code == other;
  }

  static boolean any(int code, SmbStatus... wanted) {
    return Arrays.stream(wanted).anyMatch(status -> status.code == code);
  }

  Optional<Clue> clue() {
    return clue;
  }

  /** Whether the answer says for certain what became of the login. */
  static boolean isDefinite(int code) {
    return domainIsUnreachable(code)
        || any(code, NTLM_BLOCKED, NOT_SUPPORTED)
        || of(code).flatMap(SmbStatus::clue).isPresent();
  }

  /** Whether the server could not reach its domain, so that the login was not checked. */
  static boolean domainIsUnreachable(int code) {
    return any(
        code,
        NO_LOGON_SERVERS,
        NO_TRUST_LSA_SECRET,
        NO_TRUST_SAM_ACCOUNT,
        TRUSTED_DOMAIN_FAILURE,
        TRUSTED_RELATIONSHIP_FAILURE,
        NETLOGON_NOT_STARTED,
        DOMAIN_CONTROLLER_NOT_FOUND);
  }
}
