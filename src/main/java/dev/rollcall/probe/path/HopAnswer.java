package dev.rollcall.probe.path;

import dev.rollcall.model.attempt.IcmpAnswer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What answered a packet that may pass only so many routers.
 *
 * @param icmp the message, for the first two kinds
 * @param mss the maximum segment size (RFC 9293 §3.7.1) in our request as the message quotes it, in
 *     bytes; routers on the way may have lowered it
 */
record HopAnswer(Kind kind, Optional<IcmpAnswer> icmp, OptionalInt mss) {

  enum Kind {
    /** A router says that the request ended there (RFC 792 type 11, RFC 4443 type 3). */
    PASSED_SO_FAR,
    /** A host or a router says that it cannot or may not deliver it. */
    REJECTED,
    /** A reset. */
    REFUSED,
    /** The connection opened, or the datagram was answered. */
    OPENED,
    /** This host could not send it. */
    NOT_SENT
  }

  static HopAnswer of(Kind kind) {
    return new HopAnswer(kind, Optional.empty(), OptionalInt.empty());
  }

  /** An ICMP message: what it says of the request. */
  static HopAnswer of(IcmpAnswer icmp, OptionalInt mss) {
    return new HopAnswer(
        icmp.saysTimeExceeded() ? Kind.PASSED_SO_FAR : Kind.REJECTED, Optional.of(icmp), mss);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** The router, if the request ended at one. */
  Optional<String> router() {
    return kind == Kind.PASSED_SO_FAR ? icmp.map(IcmpAnswer::sender) : Optional.empty();
  }
}
