package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.Setting;
import java.util.Locale;
import java.util.Optional;

/** What to ask a KDC for. */
public record KerberosSettings(
    @Setting(about = "The Kerberos realm, in capitals where the directory is Active Directory.")
        String realm,
    @Setting(
            about =
                "The account to ask a ticket for, without its password; an unknown one is logged by"
                    + " the KDC.",
            fallback = DEFAULT_PRINCIPAL)
        String principal,
    @Setting(
            about =
                "The host whose single sign-on needs a ticket: HTTP/ and its name, asked for with"
                    + " credentials where sso is set.")
        Optional<String> service,
    @Setting(about = "Where the service asks for Kerberos; set only where single sign-on is on.")
        Optional<String> sso) {

  /** Tells whoever reads the KDC's log where the question came from. */
  public static final String DEFAULT_PRINCIPAL = "rollcall-probe";

  /** A distinguished name, good for an LDAP bind, is no principal: the default takes its place. */
  public KerberosSettings {
    if (isDistinguishedName(principal)) {
      principal = DEFAULT_PRINCIPAL;
    }
  }

  /** Asks for no service ticket. */
  KerberosSettings(String realm, String principal) {
    this(realm, principal, Optional.empty(), Optional.empty());
  }

  static boolean isDistinguishedName(String user) {
    return user.matches("[A-Za-z0-9.]+=.+,.+=.+");
  }

  /** {@code HTTP/appsanywhere.uni.edu}, where single sign-on needs it. */
  Optional<String> servicePrincipal() {
    return sso.isPresent()
        ? service.map(host -> "HTTP/" + host.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
