package dev.rollcall.protocol.kerberos.message;

/** Bytes that are no Kerberos message; the message says what was missed. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
