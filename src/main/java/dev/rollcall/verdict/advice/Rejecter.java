package dev.rollcall.verdict.advice;

/** Whose address a rejection by ICMP has. */
enum Rejecter {
  /** Nothing is rejected. */
  NONE,
  /** This host's own filter. */
  THIS_HOST,
  /** The destination, or what answers with its address. */
  DESTINATION,
  /** Another address on the way. */
  ROUTER
}
