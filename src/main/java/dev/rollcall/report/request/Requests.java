package dev.rollcall.report.request;

import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.cause.OwnerShares;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses what a team is asked to do, from the fault on one path. What the requester must look at,
 * such as the site file, is not in it; nor is the catalogue's advice.
 */
final class Requests {
  private static final String WAY = "{port} from {from} to {to}";

  /** By what a second look showed; of other clues, the kind of the fault says enough. */
  private static final Map<Clue, String> FIREWALL =
      Map.of(
          Clue.MTU_BLACK_HOLE,
          "Let ICMP \"fragmentation needed\" pass between {from} and {to}, or clamp TCP's segment"
              + " size on {port}.",
          Clue.SERVER_NAME_FILTER,
          "Allow the server name {to} (URL or SNI filter) on {port} from {from}.",
          Clue.SYN_PROXY,
          "Let connections reach the destination, and not only the device that accepts them: "
              + WAY
              + ".",
          Clue.UNACKNOWLEDGED,
          "Let the data of open connections pass, and not only their requests: " + WAY + ".",
          Clue.CUT_AFTER_FIRST_PAYLOAD,
          "Allow the application as well, which is cut at its first data: " + WAY + ".",
          Clue.REWRITTEN,
          "Switch off inspection, which changes what the server says: " + WAY + ".",
          Clue.CUT_AFTER_HELLO,
          "Let TLS pass, which is cut at its first message: " + WAY + ".",
          Clue.PLAINTEXT_PEER,
          "Find out what answers instead of the destination: " + WAY + ".");

  private static final Row.ToDo ALLOW = new Row.ToDo("Allow " + WAY + ".");
  private static final Row.ToDo EVIDENCE =
      new Row.ToDo("Correct what the evidence shows at {to}, {port}, asked from {from}.");

  private Requests() {}

  /** Where no path was tried, or a witness saw it. */
  static Row.ToDo of(Action action) {
    return switch (action) {
      case ALLOW -> ALLOW;
      case DENY, KEEP_BLOCKED -> new Row.ToDo("Block " + WAY + ".");
      case CORRECT -> EVIDENCE;
    };
  }

  /** For a path. */
  static Row.ToDo of(Owner team, Action action, Finding finding) {
    Optional<Fault> fault = OwnerShares.decisive(finding);
    if (action == Action.DENY || action == Action.KEEP_BLOCKED || fault.isEmpty()) {
      return of(action);
    }
    return switch (team) {
      case FIREWALL -> firewall(fault.get(), finding);
      case PROXY -> proxy(fault.get(), finding);
      case DNS ->
          new Row.ToDo(
              "Correct the address of {to}, or confirm that {seen} is right.",
              finding.route().dialled().address().getHostAddress());
      default -> service(fault.get());
    };
  }

  private static Row.ToDo firewall(Fault fault, Finding finding) {
    Optional<String> byClue = fault.clue().flatMap(clue -> Optional.ofNullable(FIREWALL.get(clue)));
    if (byClue.isPresent()) {
      return new Row.ToDo(byClue.get());
    }
    if (finding.route().dialled().target().port().transport() == Transport.UDP) {
      return new Row.ToDo("Allow " + WAY + ", and the answers.");
    }
    return switch (fault.kind()) {
      case IDLE_CUT ->
          new Row.ToDo(
              "Keep the state of idle TCP connections longer: "
                  + WAY
                  + ". The evidence says after which time it ends today.");
      case RESET, CLOSED ->
          new Row.ToDo("Find out what cuts connections, and allow them: " + WAY + ".");
      case TIMED_OUT ->
          fault.phase() == Phase.CONNECT
              ? ALLOW
              : new Row.ToDo("Find out what delays connections, and allow them: " + WAY + ".");
      case MALFORMED ->
          new Row.ToDo("Find out what answers instead of the destination: " + WAY + ".");
      default -> ALLOW;
    };
  }

  private static Row.ToDo proxy(Fault fault, Finding finding) {
    if (fault.kind() == FaultKind.BLOCK_PAGE || fault.has(Clue.LED_ELSEWHERE)) {
      return new Row.ToDo(
          "Exempt " + WAY + " from the filter or captive portal that answers instead.");
    }
    if (fault.kind() == FaultKind.INTERCEPTED) {
      return new Row.ToDo("Exempt " + WAY + " from TLS inspection.");
    }
    if (fault.has(Clue.PROXY_CREDENTIALS) || fault.has(Clue.PROXY_LOGIN)) {
      return new Row.ToDo(
          "Let " + WAY + " pass the proxy without a login, or give a login for it.");
    }
    if (Places.endsAtProxy(finding)) {
      return new Row.ToDo("Let the proxy accept connections: " + WAY + ".");
    }
    if (fault.phase() == Phase.PROXY) {
      return switch (fault.kind()) {
        case DENIED, UNEXPECTED -> new Row.ToDo("Allow " + WAY + ", through the proxy.");
        case NAME_NOT_FOUND,
            NAME_SERVER_FAILED,
            NO_ROUTE,
            DROPPED,
            REJECTED,
            REFUSED,
            UNREACHABLE ->
            new Row.ToDo("Find out why the proxy cannot reach {to}, {port}, asked from {from}.");
        case TLS_FAILED, UNTRUSTED, WRONG_NAME, EXPIRED ->
            new Row.ToDo("Correct the proxy's own TLS: the evidence says what is wrong with it.");
        default -> new Row.ToDo("Find out why the proxy does not pass requests on: " + WAY + ".");
      };
    }
    return finding.route() instanceof Route.ViaProxy
        ? new Row.ToDo("Let the proxy pass on what the evidence shows: " + WAY + ".")
        : ALLOW;
  }

  /** For the keeper of the destination itself. */
  private static Row.ToDo service(Fault fault) {
    if (fault.has(Clue.NO_BACKEND) || fault.has(Clue.SERVICE_ERROR)) {
      return new Row.ToDo("Find out whether a server behind {to}, {port}, is in service.");
    }
    return switch (fault.kind()) {
      case REFUSED -> new Row.ToDo("Let {to} accept connections on {port} from {from}.");
      case NO_ROUTE, DROPPED, REJECTED, UNREACHABLE, DENIED -> ALLOW;
      case RESET, CLOSED ->
          new Row.ToDo("Find out why {to} cuts connections on {port} from {from}.");
      case TIMED_OUT -> new Row.ToDo("Find out why {to} does not answer on {port} to {from}.");
      case TLS_FAILED -> new Row.ToDo("Correct TLS at {to}, {port}: the evidence says what fails.");
      case UNTRUSTED ->
          new Row.ToDo(
              "Give {to}, {port}, a certificate of a CA that clients trust, with the intermediate"
                  + " certificates.");
      case WRONG_NAME -> new Row.ToDo("Give {to}, {port}, a certificate for this name.");
      case EXPIRED -> new Row.ToDo("Renew the certificate of {to}, {port}.");
      case UNEXPECTED, MALFORMED ->
          new Row.ToDo("Correct what {to} answers on {port}: the evidence says what was expected.");
      default -> EVIDENCE;
    };
  }
}
