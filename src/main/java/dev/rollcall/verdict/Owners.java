package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;

/** Whose job a fault is. */
final class Owners {
  private Owners() {}

  static Owner of(Rule rule, Fault fault) {
    if (fault.clue().isPresent()) {
      return of(fault.clue().get());
    }
    if (fault.phase() == Phase.PROXY) {
      return Owner.PROXY;
    }
    return switch (fault.kind()) {
      case NAME_NOT_FOUND, NAME_SERVER_FAILED -> Owner.DNS;
      case NO_ROUTE, DROPPED, REJECTED, UNREACHABLE -> Owner.FIREWALL;
      // A public service does not refuse its own port: something nearer does.
      case REFUSED, RESET, CLOSED, TIMED_OUT, MALFORMED ->
          rule.external() ? Owner.FIREWALL : Owner.SERVER;
      case TLS_FAILED, UNTRUSTED, WRONG_NAME, EXPIRED, UNEXPECTED, DENIED ->
          rule.external() ? Owner.VENDOR : Owner.SERVER;
      case INTERCEPTED, BLOCK_PAGE -> Owner.PROXY;
      case INTERNAL -> Owner.ROLLCALL;
    };
  }

  private static Owner of(Clue clue) {
    return switch (clue) {
      case LOCAL_ROUTE, LOCAL_FIREWALL -> Owner.THIS_HOST;
      case NO_NEIGHBOUR, PLAINTEXT_PEER, STRICT_ENCRYPTION, CLOCK_SKEW -> Owner.SERVER;
      case SILENT_DATAGRAM,
          SERVER_NAME_FILTER,
          SYN_PROXY,
          MTU_BLACK_HOLE,
          CUT_AFTER_FIRST_PAYLOAD ->
          Owner.FIREWALL;
      case WRONG_SITE_VALUE -> Owner.SITE_FILE;
      case PROXY_CREDENTIALS -> Owner.PROXY;
    };
  }
}
