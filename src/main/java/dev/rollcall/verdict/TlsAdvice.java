package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Rule;

/** What to do about a TLS handshake that the server refuses or that is cut. */
final class TlsAdvice {
  private TlsAdvice() {}

  /**
   * The advice.
   *
   * @param clue one of a TLS handshake
   * @param ask whom to ask: "Ask the owner of …"
   */
  static String of(Rule rule, Way way, Clue clue, String ask) {
    boolean far = rule.external() || way.proxied();
    return switch (clue) {
      case CLIENT_CERTIFICATE ->
          ask
              + " to admit clients without a certificate of their own (TLS client authentication,"
              + " mutual TLS): "
              + way
              + "."
              + (far
                  ? " If it demands none, ask the proxy team whether a device that inspects TLS"
                      + " sends this alert."
                  : "");
      case OLD_TLS -> ask + " to turn on TLS 1.2 or 1.3, with the ciphers of today: " + way + ".";
      case TLS_SERVER_ERROR ->
          ask
              + " why its TLS fails (its log will say), and whether it has a certificate and key"
              + " for "
              + way.host()
              + ": "
              + way
              + ".";
      case UNKNOWN_SERVER_NAME ->
          ask
              + " to serve the name "
              + way.host()
              + " there: "
              + way
              + ". If another server has that name, ask the DNS team to correct its address.";
      case NO_COMMON_PROTOCOL ->
          ask
              + (way.protocol().startsWith("https")
                  ? " to allow HTTP/1.1 beside HTTP/2: "
                  : " which application protocols its TLS accepts (ALPN): ")
              + way
              + ".";
      case CUT_AFTER_HELLO -> cut(way, ask, far);
      case NO_BACKEND ->
          ask
              + " which server behind the balancer has the name "
              + way.host()
              + ", and whether it is up: "
              + way
              + ". If there is no balancer, a filter for server names cuts it: ask the firewall"
              + " team.";
      case TLS_PEER ->
          "Correct the site file: "
              + way.to()
              + " speaks TLS from the first byte, which the site file does not say (from "
              + way.from()
              + ", "
              + way.traffic()
              + "). For mail set tls: implicit, or the port for STARTTLS.";
      default -> throw new IllegalArgumentException("no clue of TLS: " + clue);
    };
  }

  private static String cut(Way way, String ask, boolean far) {
    return far
        ? ask
            + " what cuts TLS at its first message: "
            + way
            + ". If nothing on the path does, the service itself has no usable certificate or no"
            + " TLS 1.2."
        : ask
            + " whether the service has a certificate that it can use, and TLS 1.2 (a domain"
            + " controller or IIS without a usable certificate cuts TLS like this; so does a"
            + " balancer without a live server): "
            + way
            + ". If its log shows no connection from "
            + way.from()
            + ", a filter on the path cuts TLS: ask the firewall team.";
  }
}
