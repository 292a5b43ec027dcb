package dev.rollcall.model;

/** The part of an attempt in which time was spent or a fault arose, in the order of the wire. */
public enum Phase {
  /** The name is turned into addresses. */
  RESOLVE,
  /** The transport's connection is opened (TCP's handshake; nothing is sent for UDP). */
  CONNECT,
  /** An HTTP proxy is asked to pass the request on. */
  PROXY,
  /** The TLS handshake, the certificate's judgement included. */
  TLS,
  /** The protocol's own question and answer. */
  EXCHANGE,
  /** Credentials are shown. */
  AUTHENTICATE
}
