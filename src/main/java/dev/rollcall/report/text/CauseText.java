package dev.rollcall.report.text;

import dev.rollcall.model.fault.FaultKind;

/** What each kind of fault means, in a few words; the README's table says the same. */
final class CauseText {
  private CauseText() {}

  static String meaning(FaultKind kind) {
    return switch (kind) {
      case NAME_NOT_FOUND -> "the name does not exist";
      case NAME_SERVER_FAILED -> "no name server gave an answer";
      case NO_ROUTE, UNREACHABLE -> "no network path to the address";
      case DROPPED -> "no answer to the connection request";
      case REJECTED -> "a device on the path forbids it";
      case REFUSED -> "the port is closed";
      case RESET, CLOSED -> "the connection was cut";
      case TIMED_OUT -> "connected, then silence; or UDP without an answer";
      case IDLE_CUT -> "a connection that had been idle was dead, and a new one works";
      case TLS_FAILED -> "no TLS connection could be made";
      case UNTRUSTED -> "the certificate leads to no trusted CA";
      case INTERCEPTED -> "a TLS inspection replaced the certificate";
      case WRONG_NAME, EXPIRED -> "the certificate is for another name, or out of date";
      case BLOCK_PAGE -> "a web filter answered instead of the destination";
      case UNEXPECTED, MALFORMED -> "an answer, but not the right one";
      case DENIED -> "understood and refused";
      case INTERNAL -> "a defect in Rollcall";
    };
  }
}
