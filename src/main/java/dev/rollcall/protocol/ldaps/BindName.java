package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.sdk.DN;
import dev.rollcall.probe.login.Account;
import java.util.Optional;

/** The name that an account binds with. */
final class BindName {
  private BindName() {}

  /**
   * Active Directory accepts user names (MS-ADTS §5.1.1.1.1); other directories only distinguished
   * names.
   *
   * @return empty if the account has no name that this directory accepts
   */
  static Optional<String> of(Account account, RootDse rootDse) {
    String given = account.given();
    // A bind with a password and without a name is an anonymous one to some servers.
    if (account.name().isBlank()) {
      return Optional.empty();
    }
    if (distinguished(given)) {
      return Optional.of(given);
    }
    if (!rootDse.activeDirectory()) {
      return Optional.empty();
    }
    if (given.indexOf('\\') >= 0 || given.indexOf('@') >= 0) {
      return Optional.of(given);
    }
    return Optional.of(account.domain())
        .filter(domain -> !domain.isEmpty())
        .or(() -> rootDse.domains().stream().findFirst())
        .map(domain -> account.name() + "@" + domain);
  }

  /** Whether the site file names the account by a distinguished name. */
  static boolean distinguished(String given) {
    return given.indexOf('=') > 0 && DN.isValidDN(given);
  }
}
