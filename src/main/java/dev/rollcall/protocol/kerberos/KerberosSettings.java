package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.settings.YamlKey;
import java.util.Locale;
import java.util.Optional;

/** What to ask a KDC for. */
public record KerberosSettings(
    @YamlKey(about = "The Kerberos realm, in capitals where the directory is Active Directory.")
        String realm,
    @YamlKey(
            about =
                "The account to ask a ticket for, without its password; an unknown one is logged by"
                    + " the KDC.",
            fallback = DEFAULT_PRINCIPAL)
        String principal,
    @YamlKey(
            about =
                "The host whose single sign-on needs a ticket: HTTP/ and its name, asked for with"
                    + " credentials where sso is set.")
        Optional<String> service,
    @YamlKey(about = "Where the service asks for Kerberos; set only where single sign-on is on.")
        Optional<String> sso) {

  /** Shows a reader of the KDC's log where the request came from. */
  public static final String DEFAULT_PRINCIPAL = "rollcall-probe";

  /** A distinguished name, good for an LDAP bind, is no principal: the default takes its place. */
  public KerberosSettings {
    if (isDistinguishedName(principal)) {
      principal = DEFAULT_PRINCIPAL;
    }
  }

  /** Asks for no service ticket. */
  public KerberosSettings(String realm, String principal) {
    this(realm, principal, Optional.empty(), Optional.empty());
  }

  /** Whether a name begins as {@code type=value,type=value} (RFC 4514 §3), at any length. */
  static boolean isDistinguishedName(String user) {
    int value = user.indexOf('=') + 1;
    int comma = user.indexOf(',', value + 1);
    return value > 1
        && user.substring(0, value - 1).matches("[A-Za-z0-9.]+")
        && comma > 0
        && user.lastIndexOf('=', user.length() - 2) > comma + 1;
  }

  /** {@code HTTP/appsanywhere.uni.edu}, where single sign-on needs it. */
  Optional<String> servicePrincipal() {
    return sso.isPresent()
        ? service.map(host -> "HTTP/" + host.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
