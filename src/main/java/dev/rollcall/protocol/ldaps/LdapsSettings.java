package dev.rollcall.protocol.ldaps;

import dev.rollcall.probe.Setting;
import java.util.Optional;

/** What to expect of a directory server. */
public record LdapsSettings(
    @Setting(
            about =
                "The DNS name of the directory's domain; another one is a warning. Not compared if"
                    + " absent.")
        Optional<String> domain,
    @Setting(
            about =
                "Where the account searches, as a distinguished name. The server's own naming"
                    + " context if absent.")
        Optional<String> base,
    @Setting(
            about =
                "The host name of the service whose Kerberos name (HTTP/…) somebody must hold. Not"
                    + " looked for without sso.")
        Optional<String> service,
    @Setting(about = "Where single sign-on happens; absent where there is none.")
        Optional<String> sso) {}
