package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.settings.YamlKey;
import java.util.Optional;

/** What a rule may set for SMTP. */
public record SmtpSettings(
    @YamlKey(about = "How TLS begins.", fallback = "starttls") Tls tls,
    @YamlKey(about = "Whether the relay must offer a login.", fallback = "required") Auth auth,
    @YamlKey(
            about =
                "The name that this host gives in EHLO. Its own name if absent, or its address if"
                    + " it has no full name.")
        Optional<String> hello) {

  /** Gives this host's own name. */
  public SmtpSettings(Tls tls, Auth auth) {
    this(tls, auth, Optional.empty());
  }

  /** How TLS begins. */
  public enum Tls {
    /** By the command STARTTLS, which must be offered. */
    STARTTLS,
    /** With the first byte (port 465). */
    IMPLICIT,
    /** Not at all. */
    NONE
  }

  /** Whether the relay must offer a login. */
  public enum Auth {
    REQUIRED,
    /** Looked at, not demanded. */
    OPTIONAL,
    /** Not looked at. */
    NONE
  }
}
