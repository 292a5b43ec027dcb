package dev.rollcall.model;

import java.util.Objects;

/**
 * A further attempt that a probe requests from the engine, so that no protocol depends on another:
 * SSRP asks for TDS on the instance's port, Kerberos over UDP for Kerberos over TCP.
 *
 * @param protocol the name of the protocol to use
 * @param target what to probe; for the same host, at the address of the first attempt
 * @param reason why, for the report
 * @param decisive whether its failure fails the rule; otherwise it is a warning
 */
public record FollowUp(String protocol, Target target, String reason, boolean decisive) {
  public FollowUp {
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(target);
    Objects.requireNonNull(reason);
  }
}
