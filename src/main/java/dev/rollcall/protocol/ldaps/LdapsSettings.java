package dev.rollcall.protocol.ldaps;

import dev.rollcall.probe.Setting;
import java.util.Optional;

/** What to expect of a directory server. */
public record LdapsSettings(
    @Setting(
            about =
                "The DNS name of the directory's domain; another one is a warning. Not compared if"
                    + " absent.")
        Optional<String> domain) {}
