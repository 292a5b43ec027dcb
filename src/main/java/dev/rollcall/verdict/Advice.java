package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;
import java.util.Locale;

/** What to do about a fault, concrete enough to be mailed to whoever can do it. */
final class Advice {
  private final Rule rule;
  private final String from;
  private final String to;
  private final String traffic;

  /**
   * @param from source address on the wire, empty if unknown
   * @param to destination as {@code address (name)} or a name
   */
  Advice(Rule rule, String from, String to) {
    this.rule = rule;
    this.from = from.isEmpty() ? "this host" : from;
    this.to = to;
    this.traffic =
        rule.port().transport().name().toUpperCase(Locale.ROOT) + " port " + rule.port().number();
  }

  String of(Fault fault) {
    String general =
        fault.clue().isPresent()
            ? of(fault, fault.clue().get())
            : fault.phase() == Phase.PROXY ? proxy() : byKind(fault);
    return rule.advice().isEmpty() ? general : general + " " + rule.advice();
  }

  private String path() {
    return from + " to " + to + ", " + traffic;
  }

  private String byKind(Fault fault) {
    return switch (fault.kind()) {
      case NAME_NOT_FOUND ->
          rule.external()
              ? "Ask the DNS team why the name does not resolve from " + from + "."
              : "Check the name in the site file; if it is right, ask the DNS team to publish it.";
      case NAME_SERVER_FAILED ->
          "Ask the DNS team why the name servers of "
              + from
              + " fail or stay silent; check that 53/udp and 53/tcp to them are open.";
      case NO_ROUTE -> "Ask the network team for a route, and the firewall team to allow " + path();
      case DROPPED -> "Ask the firewall team to allow " + path() + "; packets vanish unanswered.";
      case REJECTED ->
          "Ask the firewall team to allow " + path() + "; a device on the path rejects it.";
      case REFUSED ->
          rule.external()
              ? "Ask the firewall team to allow " + path() + "; it is answered with a reset."
              : "Ask the owner of "
                  + to
                  + " whether the service listens on "
                  + traffic
                  + "; if it does, a firewall answers with a reset: allow "
                  + path()
                  + ".";
      case RESET, CLOSED ->
          rule.external()
              ? "Ask the firewall team what cuts connections: " + path() + "."
              : "Ask the owner of "
                  + to
                  + " why connections are cut (log of the service; allowed client addresses); if"
                  + " its log shows none from "
                  + from
                  + ", ask the firewall team.";
      case TIMED_OUT ->
          rule.external()
              ? "Ask the firewall team what holds up " + path() + " after the connection opened."
              : "Ask the owner of " + to + " why the service does not answer on " + traffic + ".";
      case UNREACHABLE -> "Ask the network team why packets do not arrive: " + path() + ".";
      case TLS_FAILED ->
          "Ask the owner of "
              + to
              + " which TLS versions and ciphers it offers; 1.2 or 1.3 is"
              + " needed.";
      case UNTRUSTED ->
          "If this is the site's own CA, list its certificate under trust.internal (and install it"
              + " on the appliance); otherwise ask the owner of "
              + to
              + " for a certificate from a trusted CA.";
      case INTERCEPTED ->
          "Ask the proxy team to exempt "
              + rule.destination()
              + " from TLS inspection for "
              + from
              + "; if inspection is accepted, install its CA on the appliance and list it under"
              + " trust.inspection.";
      case WRONG_NAME ->
          "Ask the owner of " + to + " for a certificate that names " + rule.destination() + ".";
      case EXPIRED -> "Ask the owner of " + to + " to renew the certificate.";
      case BLOCK_PAGE ->
          "Ask the proxy team to let " + from + " reach " + rule.destination() + " unfiltered.";
      case UNEXPECTED -> "Ask the owner of " + to + " why it answers so.";
      case MALFORMED ->
          rule.external()
              ? "Ask the firewall team what answers in the place of " + to + "."
              : "Check that "
                  + to
                  + " is the right host and port; something that does not speak "
                  + rule.protocol()
                  + " answers.";
      case DENIED -> "Ask the owner of " + to + " to allow " + from + ".";
      case INTERNAL -> "This is a defect of Rollcall: report it with the JSON run document.";
    };
  }

  private String of(Fault fault, Clue clue) {
    return switch (clue) {
      case LOCAL_ROUTE -> "Mend this host's own routing: no packet leaves it for " + to + ".";
      case LOCAL_FIREWALL -> "Allow " + path() + " in this host's own firewall (its OUTPUT rules).";
      case NO_NEIGHBOUR ->
          "Ask the owner of " + to + " whether the host is up and the address is right.";
      case SILENT_DATAGRAM ->
          "Ask the firewall team to allow "
              + path()
              + " and the answers back; if it does, ask the owner of "
              + to
              + " whether the service listens.";
      case SERVER_NAME_FILTER ->
          "Ask the firewall team to allow the server name "
              + rule.destination()
              + " (URL or SNI filter): "
              + path()
              + ".";
      case SYN_PROXY ->
          "Ask the firewall team whether a SYN proxy or balancer accepts connections on this path: "
              + path()
              + "; if the log of "
              + to
              + " shows the connection, ask its owner why it does not answer.";
      case MTU_BLACK_HOLE ->
          "Ask the firewall team to let ICMP fragmentation-needed pass, or to clamp the MSS: "
              + path()
              + ".";
      case CUT_AFTER_FIRST_PAYLOAD ->
          "Ask the firewall team which application filter cuts "
              + path()
              + " at its first payload; allow "
              + rule.protocol()
              + ".";
      case PLAINTEXT_PEER -> "Check the port: " + to + " does not speak TLS on " + traffic + ".";
      case STRICT_ENCRYPTION ->
          "The server demands TDS 8.0 (Force Strict Encryption): set the client to encrypt=strict.";
      case CLOCK_SKEW ->
          "Compare the clocks of "
              + to
              + " and of this host with the time rules, and mend the one"
              + " that is off.";
      case WRONG_SITE_VALUE -> "Correct the site file: " + fault.evidence() + ".";
      case PROXY_CREDENTIALS -> "Ask the proxy team to let " + from + " pass without credentials.";
    };
  }

  private String proxy() {
    return "Ask the proxy team to let "
        + from
        + " reach "
        + rule.destination()
        + ", "
        + traffic
        + ".";
  }
}
