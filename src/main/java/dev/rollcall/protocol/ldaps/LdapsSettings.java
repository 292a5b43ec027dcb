package dev.rollcall.protocol.ldaps;

import dev.rollcall.probe.settings.YamlKey;
import java.util.Optional;

/** What to expect of a directory server. */
public record LdapsSettings(
    @YamlKey(
            about =
                "The DNS name of the directory's domain; another one is a fault. Not compared if"
                    + " absent.")
        Optional<String> domain,
    @YamlKey(
            about =
                "Where the account searches, as a distinguished name. The server's own naming"
                    + " context if absent.")
        Optional<String> base,
    @YamlKey(
            about =
                "The host name of the service whose Kerberos name (HTTP/…) an account must have."
                    + " Not checked without sso.")
        Optional<String> service,
    @YamlKey(about = "Where single sign-on happens; absent where there is none.")
        Optional<String> sso,
    @YamlKey(
            about = "Whether the server must be a domain controller of Active Directory.",
            fallback = "optional")
        Controller controller,
    @YamlKey(
            about =
                "The Kerberos realm; of Active Directory it is the domain, and is compared where no"
                    + " domain is given.")
        Optional<String> realm) {

  /** Whether the server must be a domain controller. */
  public enum Controller {
    REQUIRED,
    OPTIONAL
  }

  /** Any directory server will do. */
  LdapsSettings(
      Optional<String> domain,
      Optional<String> base,
      Optional<String> service,
      Optional<String> sso) {
    this(domain, base, service, sso, Controller.OPTIONAL, Optional.empty());
  }
}
