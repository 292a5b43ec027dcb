package dev.rollcall.model.fault;

import java.util.Locale;

/** The part of an attempt in which time passed or a fault occurred, in order. */
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
  /** Credentials are sent. */
  AUTHENTICATE;

  /** {@code connect}: the name in files and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
