package dev.rollcall.protocol.kerberos;

/** Bytes that are no Kerberos message; the message says what was missed. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}
