package dev.rollcall.protocol.ssrp;

import dev.rollcall.probe.settings.YamlKey;
import java.util.Optional;

/**
 * What a rule may set for SSRP.
 *
 * @param instance the instance whose port is needed; without one, all are requested
 * @param port the port that the site expects the default instance on
 */
public record SsrpSettings(
    @YamlKey(about = "The name of the instance whose port is needed.") Optional<String> instance,
    @YamlKey(about = "The port that the default instance should have.") Optional<Integer> port) {}
