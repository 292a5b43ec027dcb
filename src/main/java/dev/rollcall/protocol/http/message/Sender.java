package dev.rollcall.protocol.http.message;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.Session;

/** What is known of who sent an answer, before a byte of it is read. */
public enum Sender {
  /** A verified certificate says it is the destination. */
  CERTIFIED,
  /** The chain ends in an inspecting CA that the site file lists: anything may be rewritten. */
  INSPECTED,
  /** There is TLS, with a certificate that proves nothing. */
  UNVERIFIED,
  /** There is no TLS. */
  PLAIN;

  public static Sender of(Session session, Scheme scheme) {
    if (scheme == Scheme.HTTP) {
      return PLAIN;
    }
    if (session.findings().concerns().stream()
        .anyMatch(c -> c.kind() == Concern.Kind.CERTIFICATE)) {
      return UNVERIFIED;
    }
    boolean inspected =
        Observation.Tls.in(session.findings().observations()).stream()
            .anyMatch(Observation.Tls::inspected);
    return inspected ? INSPECTED : CERTIFIED;
  }
}
