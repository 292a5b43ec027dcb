package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The owner of a fault. */
public final class Owners {
  private static final Set<Clue> PATH =
      EnumSet.of(
          Clue.NO_NEIGHBOUR,
          Clue.SILENT_DATAGRAM,
          Clue.OTHER_SOURCE,
          Clue.SERVER_NAME_FILTER,
          Clue.SYN_PROXY,
          Clue.SILENT_SERVICE,
          Clue.UNACKNOWLEDGED,
          Clue.MTU_BLACK_HOLE,
          Clue.CUT_AFTER_FIRST_PAYLOAD,
          Clue.REWRITTEN,
          Clue.CUT_AFTER_HELLO,
          Clue.NO_BACKEND,
          Clue.SLOW_GREETING,
          Clue.PLAINTEXT_PEER);

  /** A wrong value in the site file, also where it is the proxy's. */
  private static final Set<Clue> SITE_FILE = EnumSet.of(Clue.CREDENTIALS, Clue.WRONG_SITE_VALUE);

  private Owners() {}

  /**
   * Decides.
   *
   * @param proxied whether the request went through a proxy
   */
  static Owner of(Rule rule, Fault fault, boolean proxied) {
    boolean login = fault.phase() == Phase.AUTHENTICATE;
    Owner direct =
        kept(
            rule,
            clue(fault)
                .map(clue -> of(rule, clue))
                .orElseGet(() -> byKind(rule, fault.kind(), login)));
    return proxied || fault.phase() == Phase.PROXY ? behindProxy(fault, direct) : direct;
  }

  /** The owner of a fault of this kind, of which nothing more is known. */
  public static Owner usual(Rule rule, FaultKind kind) {
    return kept(rule, byKind(rule, kind, false));
  }

  private static Owner kept(Rule rule, Owner owner) {
    return owner == Owner.SERVER ? keeper(rule) : owner;
  }

  /** The owner of the destination itself, if it is the site's own. */
  public static Owner keeper(Rule rule) {
    return rule.judging().keeper().orElse(Owner.SERVER);
  }

  /** The clue to use: signs of a broken path do not count once a login has begun. */
  static Optional<Clue> clue(Fault fault) {
    return fault.clue().filter(clue -> fault.phase() != Phase.AUTHENTICATE || !PATH.contains(clue));
  }

  private static Owner byKind(Rule rule, FaultKind kind, boolean login) {
    return switch (kind) {
      case NAME_NOT_FOUND, NAME_SERVER_FAILED -> Owner.DNS;
      case NO_ROUTE, DROPPED, REJECTED, UNREACHABLE, IDLE_CUT ->
          login ? destination(rule) : Owner.FIREWALL;
      // A public service does not refuse its own port: a nearer device does.
      case REFUSED, RESET, CLOSED, TIMED_OUT, MALFORMED ->
          rule.judging().external() && !login ? Owner.FIREWALL : destination(rule);
      case TLS_FAILED, UNTRUSTED, WRONG_NAME, EXPIRED, UNEXPECTED, DENIED -> destination(rule);
      case INTERCEPTED, BLOCK_PAGE -> Owner.PROXY;
      case INTERNAL -> Owner.ROLLCALL;
    };
  }

  private static Owner destination(Rule rule) {
    return rule.judging().external() ? Owner.VENDOR : Owner.SERVER;
  }

  private static Owner of(Rule rule, Clue clue) {
    return switch (clue) {
      case LOCAL_ROUTE, LOCAL_FIREWALL, LOCAL_RESOLVER, HOST_BUSY -> Owner.THIS_HOST;
      case SINKHOLE -> Owner.DNS;
      case NO_NEIGHBOUR, STRICT_ENCRYPTION -> Owner.SERVER;
      case SILENT_SERVICE,
          OTHER_SOURCE,
          INCOMPLETE_CHAIN,
          CERTIFICATE_USAGE,
          CA_CONSTRAINT,
          CA_EXPIRED,
          WEAK_CERTIFICATE ->
          destination(rule);
      case PLAINTEXT_PEER -> rule.judging().external() ? Owner.FIREWALL : Owner.SERVER;
      case CLIENT_CERTIFICATE, OLD_TLS, TLS_SERVER_ERROR, UNKNOWN_SERVER_NAME, NO_COMMON_PROTOCOL ->
          destination(rule);
      // Windows without a usable certificate closes here; a public service has one.
      case CUT_AFTER_HELLO -> rule.judging().external() ? Owner.FIREWALL : Owner.SERVER;
      case NO_BACKEND -> rule.judging().external() ? Owner.VENDOR : Owner.LOAD_BALANCER;
      case TLS_PEER -> Owner.SITE_FILE;
      // If a public clock and this host's differ, this host's is wrong.
      case CLOCK_SKEW -> rule.judging().external() ? Owner.THIS_HOST : Owner.SERVER;
      case SILENT_DATAGRAM,
          SERVER_NAME_FILTER,
          SYN_PROXY,
          UNACKNOWLEDGED,
          MTU_BLACK_HOLE,
          CUT_AFTER_FIRST_PAYLOAD,
          REWRITTEN ->
          Owner.FIREWALL;
      case WRONG_SITE_VALUE, CREDENTIALS, CA_REPLACED -> Owner.SITE_FILE;
      case ACCOUNT_DISABLED,
          ACCOUNT_LOCKED,
          ACCOUNT_EXPIRED,
          PASSWORD_EXPIRED,
          ACCOUNT_RESTRICTED,
          SERVICE_PRINCIPAL ->
          Owner.ACCOUNTS;
      // The account's administrators decide its rights at a public service.
      case ACCESS_DENIED -> rule.judging().external() ? Owner.ACCOUNTS : Owner.SERVER;
      case NO_DATABASE -> Owner.SERVER;
      case PROXY_CREDENTIALS, PROXY_LOGIN -> Owner.PROXY;
      // What a proxy or filter says of itself has marks, and is no error of the service.
      case SERVICE_ERROR, REDIRECT_LOOP -> destination(rule);
      // There is no proof that the public service itself sent this answer.
      case LED_ELSEWHERE -> rule.judging().external() ? Owner.PROXY : Owner.SERVER;
      case SLOW_GREETING, THROTTLED -> destination(rule);
    };
  }

  /** The path to the proxy is the site's; only the proxy team can see what happens behind it. */
  private static Owner behindProxy(Fault fault, Owner direct) {
    boolean ours = direct == Owner.ROLLCALL || direct == Owner.THIS_HOST;
    boolean siteFile = fault.clue().filter(SITE_FILE::contains).isPresent();
    if (ours || direct == Owner.DNS || siteFile) {
      return direct;
    }
    return switch (fault.phase()) {
      case RESOLVE -> direct;
      case CONNECT ->
          byPath(fault.kind()) && direct == Owner.FIREWALL ? Owner.FIREWALL : Owner.PROXY;
      // What answers at proxy.url is no HTTP proxy.
      case PROXY -> fault.kind() == FaultKind.MALFORMED ? Owner.SITE_FILE : Owner.PROXY;
      case TLS, EXCHANGE, AUTHENTICATE -> direct == Owner.FIREWALL ? Owner.PROXY : direct;
    };
  }

  private static boolean byPath(FaultKind kind) {
    return kind == FaultKind.NO_ROUTE
        || kind == FaultKind.DROPPED
        || kind == FaultKind.REJECTED
        || kind == FaultKind.UNREACHABLE;
  }
}
