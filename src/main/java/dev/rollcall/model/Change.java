package dev.rollcall.model;

import java.util.Objects;

/**
 * One way in which a rule is no longer what it was in the baseline.
 *
 * @param rule the rule's id
 * @param subject what of the rule: a host name, a fact's name; empty where the aspect says it all
 * @param before what it was, in words for people; may hold what a remote server sent, bounded, to
 *     be escaped by every output
 * @param now what it is, likewise
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

  /** Whether both speak of the same thing, whatever they say of it. */
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
    /** A version, a dialect, an encryption, a stratum: what the server says of itself. */
    FACT,
    /** How long the path or the server takes. */
    LATENCY,
    /** A rule came or went with a version of the catalogue. */
    CATALOGUE
  }

  /** How much it matters, least first. */
  public enum Rank {
    /** To be expected: a renewed certificate of the same issuer, something that got better. */
    ROUTINE,
    /** A person should look: it may break what works today. */
    CHANGED,
    /** The rule fails. */
    BROKEN
  }
}
