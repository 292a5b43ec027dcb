package dev.rollcall.model.attempt;

import java.util.Objects;

/** Something that works but needs attention: it makes a pass a warning. */
public record Concern(Kind kind, String text) {
  public Concern {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(text);
  }

  /** What kind of concern, which decides its owner. */
  public enum Kind {
    /** The destination answered, but the answer does not identify it. */
    NOT_IDENTIFIED,
    /** The port opened, but no byte of the protocol proves the server. */
    UNPROVEN,
    /** A certificate that is only reported is untrusted, expired or issued for another name. */
    CERTIFICATE,
    /** A certificate expires soon. */
    CERTIFICATE_EXPIRING,
    /** A clock is off, but within the protocol's limit. */
    CLOCK,
    /** The server's configuration is weak or unusual. */
    SERVER_CONFIGURATION,
    /** A value of the site file does not match the server's. */
    SITE_VALUE,
    /** The account works, but expires soon, or breaks the product's rules. */
    ACCOUNT,
    /** Names resolve, but slowly, or not at every name server, or with invented answers. */
    NAMES,
    /** Some samples or datagrams were lost. */
    LOSS,
    /** As {@link #LOSS}, at an address of the host that checked. */
    OWN_LOSS,
    /** A stand-in answered instead of the server. */
    STAND_IN,
    /** A stand-in answered, but did not prove that it has the shared key. */
    STAND_IN_UNPROVEN
  }
}
