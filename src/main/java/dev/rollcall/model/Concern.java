package dev.rollcall.model;

import java.util.Objects;

/** Something that works but needs a person: it turns a pass into a warning. */
public record Concern(Kind kind, String text) {
  public Concern {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(text);
  }

  /** What kind of concern, which decides its owner. */
  public enum Kind {
    /** The destination answered, but not in a way that only it would. */
    NOT_IDENTIFIED,
    /** The port opened; no byte of the protocol proves who is behind it. */
    UNPROVEN,
    /** A certificate that is only reported is untrusted, expired or issued for another name. */
    CERTIFICATE,
    /** A certificate ends soon. */
    CERTIFICATE_EXPIRING,
    /** A clock is off, within what the protocol still bears. */
    CLOCK,
    /** The server's configuration is weak or unusual. */
    SERVER_CONFIGURATION,
    /** A value of the site file does not fit what the server says. */
    SITE_VALUE,
    /** The account works, and will not for long, or is set up against the product's rules. */
    ACCOUNT,
    /** Names are found, but slowly, or not by every name server, or by one that invents answers. */
    NAMES,
    /** Some samples or datagrams were lost. */
    LOSS,
    /** A stand-in answered in the server's place. */
    STAND_IN,
    /**
     * A stand-in answered, and did not prove that it is one of those that the key is shared with.
     */
    STAND_IN_UNPROVEN
  }
}
