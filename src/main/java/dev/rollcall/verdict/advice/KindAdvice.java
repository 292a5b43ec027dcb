package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Rule;
import java.util.Locale;

/** One row of advice for each kind of fault, for {@link AdviceText#fill}. */
final class KindAdvice {
  private static final String LOG =
      "{Ask} why the login of {account} %s (see its log): {way}. The path is open.";

  /** A filter answers, or a public destination redirects unexpectedly. */
  static final String REPLACED =
      "{Ask} which filter or captive portal answers instead of the destination, and to exempt this"
          + " traffic: {way}.";

  /** The host refuses its own connection. */
  static final String OWN =
      "{Ask} whether the service listens on {port}, and whether the host's own filter allows it."
          + " The connection came from the same host, so no other firewall can block it.";

  /** The host does not hear itself. */
  static final String OWN_FILTER =
      "Allow in this host's own filter: {way}. The connection came from the same host, so no other"
          + " firewall can block it. If it is allowed already, look whether the service listens on"
          + " {port} and is not overloaded: a full queue drops requests too.";

  private KindAdvice() {}

  /** A login failed on a proven path. */
  static String login(FaultKind kind, Rule rule, PathText way) {
    return switch (kind) {
      case NO_ROUTE, DROPPED, REJECTED, UNREACHABLE, REFUSED, RESET, CLOSED, TIMED_OUT, IDLE_CUT ->
          String.format(Locale.ROOT, LOG, "breaks off");
      case UNEXPECTED, MALFORMED -> String.format(Locale.ROOT, LOG, "gets an unexpected answer");
      case DENIED -> String.format(Locale.ROOT, LOG, "is refused");
      case NAME_NOT_FOUND,
          NAME_SERVER_FAILED,
          TLS_FAILED,
          UNTRUSTED,
          INTERCEPTED,
          WRONG_NAME,
          EXPIRED,
          BLOCK_PAGE,
          INTERNAL ->
          row(kind, rule, way);
    };
  }

  /** What else a certificate that no trusted CA issued may be. */
  static String inspecting(PathText way) {
    return way.proxied()
        ? " If the proxy inspects TLS, the certificate is the proxy's: then ask the proxy team to"
            + " exempt {host}."
        : "";
  }

  /** A path failed. */
  static String row(FaultKind kind, Rule rule, PathText way) {
    // The site cannot see this from its side.
    boolean far = rule.judging().external() || way.proxied();
    return switch (kind) {
      case NAME_NOT_FOUND, NAME_SERVER_FAILED ->
          throw new IllegalArgumentException("names have their own advice: " + kind);
      case NO_ROUTE ->
          "{Ask} to allow {way}: a router on the path answers that the network is unreachable. If"
              + " no firewall does so, ask the network team for a route.";
      case DROPPED ->
          "{Ask} to allow {way}: connection requests get no answer."
              + (far
                  ? ""
                  : " If it is allowed already, ask the owner of {to} whether the host is up and"
                      + " the service accepts connections: a full queue drops them too.");
      case REJECTED ->
          "{Ask} to allow {way}: a device on the path rejects it with ICMP."
              + (far
                  ? ""
                  : " If no rule does so, ask the owner of {to} whether the host is up: a"
                      + " router also answers like this for a host that it cannot find.");
      case REFUSED -> refused(rule, way);
      case RESET, CLOSED ->
          far
              ? "{Ask} what cuts connections: {way}."
              : "{Ask} why connections are cut (its log; the client addresses and the number of"
                  + " connections that it allows)."
                  + tail(way, "cuts");
      case TIMED_OUT ->
          far
              ? "{Ask} what delays {way}: the connection opens, but no answer comes. If nothing"
                  + " here does, ask the {service} whether the service hangs."
              : "{Ask} why no answer comes on {port} although the connection opens."
                  + tail(way, "delays");
      case IDLE_CUT ->
          "{Ask} to keep the state of idle TCP connections longer than the application leaves them"
              + " idle: {way}. Until then, the application must use its connections, or close them,"
              + " before the time that the evidence names (TCP keep-alive, or the idle limit of its"
              + " connection pool).";
      case UNREACHABLE ->
          "{Ask} and the network team why packets do not arrive: {way}."
              + (far
                  ? ""
                  : " If no device of theirs rejects them, ask the owner of {to} whether the host"
                      + " is up.");
      case TLS_FAILED ->
          "{Ask} which versions and ciphers of TLS are offered (1.2 or 1.3 is needed), and whether"
              + " a device on the path changes the handshake: {way}.";
      case UNTRUSTED ->
          "If its CA is the site's own, list the CA's certificate under {trust} in the site file"
              + " and install it on the appliance; otherwise {ask} for a certificate of a trusted"
              + " CA: {way}."
              + inspecting(way);
      case INTERCEPTED ->
          "{Ask} to exempt {host} from TLS inspection: {way}. If inspection is accepted, install"
              + " its CA on the appliance and list it under trust.inspection in the site file.";
      case WRONG_NAME ->
          "{Ask} for a certificate that names {host}, shown at {to}."
              + (rule.judging().external()
                  ? ""
                  : " If the certificate is another service's, ask the DNS team whether the name"
                      + " leads to the right address.");
      case EXPIRED ->
          "Check this host's date first; then {ask} to renew the certificate of {to}, {port}.";
      case BLOCK_PAGE -> REPLACED;
      case UNEXPECTED ->
          "{Ask} why {to} answers this way, or whether the rule is out of date: {way}.";
      case MALFORMED ->
          far
              ? "{Ask} what answers instead of the destination: {way}."
              : "Check whether {to} is the right host and {port} the right port: the service there"
                  + " does not use {protocol}. If they are correct, {ask} which service listens:"
                  + " {way}.";
      case DENIED -> "{Ask} to allow {from}: {way}.";
      case INTERNAL -> Advice.DEFECT;
    };
  }

  /** Whom to ask next, if the log shows nothing; not a firewall that cannot be between. */
  private static String tail(PathText way, String what) {
    return way.own()
        ? ""
        : " If its log shows none from {from}, ask the firewall team what " + what + " {way}.";
  }

  private static String refused(Rule rule, PathText way) {
    if (way.proxied()) {
      return "{Ask} whether the proxy listens and allows {from}: {way}.";
    }
    if (way.own()) {
      return OWN;
    }
    return rule.judging().external()
        ? "{Ask} to allow {way}, if a device here refuses it. If none does, the service itself"
            + " refuses: ask the {vendor} whether it is down or has moved."
        : "{Ask} whether the service listens on {port} and allows {from}; if so, a firewall refuses"
            + " instead: ask the firewall team to allow {way}.";
  }
}
