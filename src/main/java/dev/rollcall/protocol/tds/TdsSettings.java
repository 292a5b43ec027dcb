package dev.rollcall.protocol.tds;

import dev.rollcall.probe.settings.YamlKey;
import java.util.Optional;

/**
 * What a rule may set for TDS.
 *
 * @param instance the instance that must answer; if set, the server is asked whether it is that one
 * @param database what a login must open; the login's own default database if it is not set
 */
public record TdsSettings(
    @YamlKey(about = "The name of the instance that must answer.") Optional<String> instance,
    @YamlKey(about = "The database that a login must open.") Optional<String> database) {}
