package dev.rollcall.model;

import java.util.Objects;

/**
 * One difference of a rule from the baseline.
 *
 * @param rule the rule's id
 * @param subject the part of the rule: a host name, a fact's name; empty if the aspect is enough
 * @param before the old value, for people; may quote a remote server, bounded, to be escaped by
 *     every output
 * @param now the new value, likewise
 */
public record Change(
    String rule, Aspect aspect, String subject, String before, String now, Rank rank) {
  public Change {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(aspect);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(before);
    Objects.requireNonNull(now);
    Objects.requireNonNull(rank);
  }

  /** Whether both concern the same rule, aspect and subject. */
  public boolean concerns(Change other) {
    return rule.equals(other.rule) && aspect == other.aspect && subject.equals(other.subject);
  }

  /** What has changed. */
  public enum Aspect {
    /** The verdict, or the cause of a failure. */
    VERDICT,
    /** The addresses behind a name; of a rotating name, only a network that was never seen. */
    ADDRESSES,
    /** The certificate. */
    CERTIFICATE,
    /** A fact from the server: a version, a dialect, an encryption, a stratum. */
    FACT,
    /** The response time of the path or the server. */
    LATENCY,
    /** A rule was added or removed by a version of the catalogue. */
    CATALOGUE
  }

  /** The importance, lowest first. */
  public enum Rank {
    /** Expected: a renewed certificate of the same issuer, an improvement. */
    ROUTINE,
    /** Needs a look: it may break what works today. */
    CHANGED,
    /** The rule fails. */
    BROKEN
  }
}
