package dev.rollcall.model.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A fact that an attempt observed, whatever its outcome. */
public sealed interface Observation {

  /**
   * A fact of one protocol.
   *
   * @param name dotted, starting with the protocol: {@code tds.version}; stable, as drift compares
   *     by it
   * @param text the value; may come from a remote server, bounded, to be escaped by every output
   */
  record Fact(String name, String text) implements Observation {
    public Fact {
      Objects.requireNonNull(name);
      Objects.requireNonNull(text);
    }
  }

  /**
   * A TLS session and the certificate shown in it.
   *
   * @param protocol {@code TLSv1.3}
   * @param alpn the protocol agreed on by ALPN, if any
   * @param serverName the name sent in SNI, if any
   * @param chain as sent by the peer, the leaf first
   * @param anchor the origin of the trusted root
   * @param anchorName subject of the root that the chain ends in, or of its last issuer if unknown
   * @param nameMatches whether the leaf was issued for the name asked for, as OpenSSL has it (RFC
   *     9525 §6.3, and a common name where no alternative name is a host's)
   */
  record Tls(
      String protocol,
      String cipher,
      Optional<String> alpn,
      Optional<String> serverName,
      List<Certificate> chain,
      Anchor anchor,
      String anchorName,
      boolean nameMatches)
      implements Observation {
    public Tls {
      chain = List.copyOf(chain);
    }

    /** The TLS sessions among what was observed, in its order. */
    public static List<Tls> in(Collection<Observation> seen) {
      return seen.stream().filter(Tls.class::isInstance).map(Tls.class::cast).toList();
    }

    /**
     * Whether something on the way opens TLS, by the site's word: its own root signed the chain.
     */
    public boolean inspected() {
      return anchor == Anchor.INSPECTION;
    }

    /** The peer's own certificate, if it sent one. */
    public Optional<Certificate> leaf() {
      return chain.stream().findFirst();
    }
  }

  /**
   * The peer's clock, compared with ours.
   *
   * @param source the protocol: {@code kerberos}, {@code ldap}, {@code smb}, {@code ntp}
   * @param server the peer's time
   * @param offset the peer's clock minus ours; positive: the peer is ahead
   * @param uncertainty half the round trip plus the resolution of the peer's stamp
   */
  record Clock(String source, Instant server, Duration offset, Duration uncertainty)
      implements Observation {}

  /** A note for the reader: neither a fact to compare nor a concern. */
  record Note(String text) implements Observation {
    /** The prefix of the text if the answer came only after a retry. */
    public static final String LOSS = "packet loss: ";

    /** The prefix of the text if it is about connections that were left idle on purpose. */
    public static final String IDLE = "idle connections: ";

    /** What became of connections that were left idle on purpose. */
    public static Note idle(String text) {
      return new Note(IDLE + text);
    }

    /** Whether it is about such connections. */
    public boolean tellsIdle() {
      return text.startsWith(IDLE);
    }

    /** No answer filled a packet: large packets were not tested. */
    public static final Note SMALL_PACKETS = new Note("only small packets were proven");

    /** The source is one address of this host, and the destination another one. */
    public static final Note OWN_ADDRESS =
        new Note(
            "the address connected to is this host's own: packets to it do not leave the host");

    public Note {
      Objects.requireNonNull(text);
    }

    /** Whether a retry was needed. */
    public boolean tellsLoss() {
      return text.startsWith(LOSS);
    }
  }

  /** Which set of roots a chain ended in. */
  enum Anchor {
    /** A root of the public web, bundled with Java. */
    PUBLIC,
    /** A root listed by the site file under {@code trust.public}. */
    SITE_PUBLIC,
    /** A root of the operating system's or Java's store that is not a public root. */
    SYSTEM,
    /** A root listed under {@code trust.internal}. */
    INTERNAL,
    /** A root listed under {@code trust.inspection}. */
    INSPECTION,
    /** None of them. */
    UNKNOWN
  }

  /**
   * One certificate of a chain.
   *
   * @param names subject alternative names, as {@code dns:…} or {@code ip:…}
   * @param fingerprint SHA-256 of the DER form, lower-case hexadecimal
   * @param key {@code EC 256}, {@code RSA 2048}
   */
  record Certificate(
      String subject,
      String issuer,
      List<String> names,
      Instant notBefore,
      Instant notAfter,
      String fingerprint,
      String key) {
    /** The longest time before its end at which it is a warning. */
    public static final Duration NOTICE = Duration.ofDays(21);

    public Certificate {
      names = List.copyOf(names);
    }

    /**
     * How long before its end it is a warning: 21 days, or the last quarter of its life if that is
     * shorter.
     */
    public Duration notice() {
      Duration quarter = Duration.between(notBefore, notAfter).dividedBy(4);
      return quarter.compareTo(NOTICE) < 0 ? quarter : NOTICE;
    }
  }
}
