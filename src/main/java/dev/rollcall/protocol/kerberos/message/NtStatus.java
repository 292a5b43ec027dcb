package dev.rollcall.protocol.kerberos.message;

import dev.rollcall.model.fault.Clue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What Active Directory says of an account beside the error code: an NTSTATUS (MS-ERREF §2.3.1) in
 * the e-data of a KRB-ERROR (MS-KILE §2.2.1).
 */
public enum NtStatus {
  NO_SUCH_USER(0xC000_0064, Clue.CREDENTIALS, "the account does not exist"),
  WRONG_PASSWORD(0xC000_006A, Clue.CREDENTIALS, "the password is wrong"),
  ACCOUNT_RESTRICTION(0xC000_006E, Clue.ACCOUNT_RESTRICTED, "a restriction of the account"),
  INVALID_LOGON_HOURS(0xC000_006F, Clue.ACCOUNT_RESTRICTED, "the account may not log in now"),
  INVALID_WORKSTATION(0xC000_0070, Clue.ACCOUNT_RESTRICTED, "the account may not log in here"),
  PASSWORD_EXPIRED(0xC000_0071, Clue.PASSWORD_EXPIRED, "the password has expired"),
  ACCOUNT_DISABLED(0xC000_0072, Clue.ACCOUNT_DISABLED, "the account is disabled"),
  ACCOUNT_EXPIRED(0xC000_0193, Clue.ACCOUNT_EXPIRED, "the account has expired"),
  PASSWORD_MUST_CHANGE(
      0xC000_0224, Clue.PASSWORD_EXPIRED, "the password must be changed at the next login"),
  ACCOUNT_LOCKED_OUT(0xC000_0234, Clue.ACCOUNT_LOCKED, "the account is locked out"),
  SMARTCARD_LOGON_REQUIRED(
      0xC000_02FA, Clue.ACCOUNT_RESTRICTED, "the account must log in with a smart card"),
  AUTHENTICATION_FIREWALL(
      0xC000_0413, Clue.ACCOUNT_RESTRICTED, "the account may not authenticate to this domain");

  /**
   * KERB_ERR_TYPE_EXTENDED of a KERB-ERROR-DATA, whose fields are those of a PA-DATA; in a
   * METHOD-DATA the same number.
   */
  private static final int EXTENDED = 3;

  private final int number;
  private final Clue clue;
  private final String meaning;

  NtStatus(int number, Clue clue, String meaning) {
    this.number = number;
    this.clue = clue;
    this.meaning = meaning;
  }

  public Clue clue() {
    return clue;
  }

  /** In a phrase. */
  public String meaning() {
    return meaning;
  }

  /** {@code C0000072}. */
  public String code() {
    return String.format(Locale.ROOT, "%08X", number);
  }

  /** The one in an e-data, if it is known; Windows sends it bare, Samba in a METHOD-DATA. */
  public static Optional<NtStatus> in(byte[] data) {
    return bare(data).or(() -> listed(data));
  }

  private static Optional<NtStatus> bare(byte[] data) {
    try {
      return extended(PaData.of(data));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Optional<NtStatus> listed(byte[] data) {
    try {
      for (PaData entry : PaData.ofMethodData(data)) {
        Optional<NtStatus> status = extended(entry);
        if (status.isPresent()) {
          return status;
        }
      }
    } catch (MalformedException e) {
      // Something else than an account's state.
    }
    return Optional.empty();
  }

  /** Status, reserved and flags, each of 32 bits, the lowest byte first. */
  private static Optional<NtStatus> extended(PaData entry) throws MalformedException {
    if (!entry.isWhole() || entry.type() != EXTENDED) {
      return Optional.empty();
    }
    byte[] value = entry.value();
    if (value.length != 12) {
      return Optional.empty();
    }
    int number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Arrays.stream(values()).filter(status -> status.number == number).findFirst();
  }
}
