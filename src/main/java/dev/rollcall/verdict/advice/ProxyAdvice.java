package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.FaultKind;

/**
 * One row of advice for each kind of fault of phase PROXY, for {@link AdviceText#fill}: an explicit
 * proxy failed, or said why it does not pass the request on.
 */
final class ProxyAdvice {
  private ProxyAdvice() {}

  static String row(FaultKind kind) {
    return switch (kind) {
      case NAME_NOT_FOUND, NAME_SERVER_FAILED ->
          "Check proxy.url in the site file; if its host is right, {ask} to publish it: {way}.";
      case NO_ROUTE, DROPPED, REJECTED, REFUSED, UNREACHABLE ->
          "{Ask} why the proxy cannot reach the destination (a name that it cannot look up, a"
              + " firewall behind it, a destination that is down): {way}.";
      case TIMED_OUT ->
          "{Ask} why the proxy does not answer: {way}. If it works, the destination did not answer"
              + " the proxy in time: ask the {service} whether the service hangs.";
      case RESET, CLOSED, IDLE_CUT ->
          "{Ask} why the proxy closes the connection without an answer (its log; the clients and"
              + " destinations that it allows): {way}. If its log shows nothing from {from}, check"
              + " the host and the port in proxy.url in the site file.";
      case MALFORMED ->
          "Check scheme, host and port of proxy.url in the site file: what answers there is not an"
              + " HTTP proxy. If they are right, ask the proxy team what answers: {way}.";
      case DENIED -> "{Ask} to allow: {way}.";
      case UNEXPECTED ->
          "{Ask} why the proxy answers like this, and to allow: {way}. If {from} is allowed, check"
              + " the host and the port in proxy.url in the site file: a web server that is no"
              + " proxy answers like this too.";
      case BLOCK_PAGE -> KindAdvice.REPLACED;
      case TLS_FAILED ->
          "Check the scheme of proxy.url in the site file (https only if the proxy itself uses"
              + " TLS). If it is right, {ask} which versions and ciphers of TLS the proxy offers"
              + " (1.2 or 1.3 is needed): {way}.";
      case UNTRUSTED, INTERCEPTED ->
          "If the CA of the proxy's certificate is the site's own, list the CA's certificate under"
              + " trust.internal in the site file and install it on the appliance; otherwise {ask}"
              + " for a certificate of a trusted CA: {way}.";
      case WRONG_NAME ->
          "Check the host of proxy.url in the site file; if it is right, {ask} for a certificate of"
              + " the proxy that names it: {way}.";
      case EXPIRED ->
          "Check this host's date first; then {ask} to renew the proxy's certificate: {way}.";
      case INTERNAL -> Advice.DEFECT;
    };
  }

  /** A web server, which passes nothing on, answered. */
  static String noProxy() {
    return "Check the host and the port of proxy.url in the site file: {evidence} If they are"
        + " right, ask the proxy team to allow CONNECT: {way}.";
  }
}
