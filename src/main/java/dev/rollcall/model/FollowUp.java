package dev.rollcall.model;

import java.util.Objects;

/**
 * A further attempt that a probe asks for, made by the engine, so that no protocol needs to know
 * another: SSRP asks for TDS on the instance's port, Kerberos over UDP for Kerberos over TCP.
 *
 * @param protocol the name of the protocol that asks
 * @param target what to ask; the same host keeps the address of the attempt that asked
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
