package dev.rollcall.model.fault;

/** The kind of a fault. The names are a contract: reports and site files use them. */
public enum FaultKind {
  /** The name does not exist, or has no address. */
  NAME_NOT_FOUND,
  /** The name servers failed or did not answer: the name may exist. */
  NAME_SERVER_FAILED,
  /** There is no route: here (no packet was sent), or a router on the path says so. */
  NO_ROUTE,
  /** TCP only: SYNs got no answer at all within the attempt's time. */
  DROPPED,
  /** A device on the path rejected the traffic with ICMP. */
  REJECTED,
  /** The port is closed: TCP reset or ICMP port unreachable. */
  REFUSED,
  /** An established connection was reset. */
  RESET,
  /** The peer closed the connection before it had answered. */
  CLOSED,
  /** The peer, or for UDP the path, did not answer before the deadline. */
  TIMED_OUT,
  /** A connection that had been idle is dead, and a new one works: its state ended on the path. */
  IDLE_CUT,
  /** The address cannot be reached for another reason; raw text attached. */
  UNREACHABLE,
  /** The TLS handshake failed before a certificate could be judged. */
  TLS_FAILED,
  /** The certificate chain ends in an authority that is not trusted. */
  UNTRUSTED,
  /** An external destination's chain ends in an authority that no public root knows. */
  INTERCEPTED,
  /** The certificate was issued for other names. */
  WRONG_NAME,
  /** The certificate is not valid today. */
  EXPIRED,
  /** A filtering proxy answered instead of the destination. */
  BLOCK_PAGE,
  /** The right protocol, another answer than the rule expects. */
  UNEXPECTED,
  /** Bytes that are not the protocol. */
  MALFORMED,
  /** The destination, or a proxy, understood and refused. */
  DENIED,
  /** Rollcall itself failed. */
  INTERNAL
}
