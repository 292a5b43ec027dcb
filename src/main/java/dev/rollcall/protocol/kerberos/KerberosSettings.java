package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.Setting;

/** What to ask a KDC for. */
public record KerberosSettings(
    @Setting(about = "The Kerberos realm, in capitals where the directory is Active Directory.")
        String realm,
    @Setting(
            about =
                "The account to ask a ticket for, without its password; an unknown one is logged by"
                    + " the KDC.",
            fallback = DEFAULT_PRINCIPAL)
        String principal) {

  /** Tells whoever reads the KDC's log where the question came from. */
  public static final String DEFAULT_PRINCIPAL = "rollcall-probe";

  /** A distinguished name, good for an LDAP bind, is no principal: the default takes its place. */
  public KerberosSettings {
    if (principal.matches("[A-Za-z0-9.]+=.+,.+=.+")) {
      principal = DEFAULT_PRINCIPAL;
    }
  }
}
