package dev.rollcall.protocol.kerberos.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of keys that an account has, as the KDC says before any password is shown (RFC 4120
 * §5.2.7.4, §5.2.7.5). Java's Kerberos uses AES only: with an account that has none, it would prove
 * the password with a key that the KDC does not have, and the KDC would count a wrong password.
 */
public final class EncryptionTypes {
  /** AES with SHA-1 (RFC 3962) and with SHA-2 (RFC 8009). */
  private static final Set<Integer> JAVA = Set.of(17, 18, 19, 20);

  private static final int ENCRYPTED_PART = 6;

  private EncryptionTypes() {}

  /**
   * Whether the account's password would be shown in vain.
   *
   * @param message the answer to a question about the account, as it came
   */
  public static boolean nothingInCommon(KdcAnswer answer, byte[] message) {
    if (answer instanceof KdcAnswer.Refused refused) {
      return switch (refused.code().number()) {
        case ErrorCode.ENCRYPTION_UNSUPPORTED -> true;
        case ErrorCode.PREAUTH_REQUIRED ->
            KdcAnswer.data(message)
                .flatMap(EncryptionTypes::listed)
                .filter(types -> types.stream().noneMatch(JAVA::contains))
                .isPresent();
        default -> false;
      };
    }
    return ofTicket(message).filter(type -> !JAVA.contains(type)).isPresent();
  }

  /** Those of a METHOD-DATA; a list without any means that there is no common one. */
  private static Optional<List<Integer>> listed(byte[] data) {
    try {
      List<Integer> types = new ArrayList<>();
      List<PaData> entries = PaData.ofMethodData(data);
      for (PaData entry : entries) {
        if (entry.type() == PaData.ETYPE_INFO || entry.type() == PaData.ETYPE_INFO2) {
          for (KerberosDer.Fields key : entry.keys()) {
            types.add(key.integer(0));
          }
        }
      }
      return entries.isEmpty() ? Optional.empty() : Optional.of(types);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** What an AS-REP is encrypted with for the account. */
  private static Optional<Integer> ofTicket(byte[] message) {
    try {
      KerberosDer.Fields part =
          KerberosDer.message(message, KdcAnswer.AS_REP).fields(ENCRYPTED_PART);
      return part.has(0) ? Optional.of(part.integer(0)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
