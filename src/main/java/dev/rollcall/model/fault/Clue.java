package dev.rollcall.model.fault;

/**
 * A more exact sign than {@link FaultKind}, which changes the owner or the advice of a fault.
 *
 * <p>A clue needs a second observation or a certificate as proof; the fault's evidence says which.
 */
public enum Clue {
  /** No packet left this host: it has no route, its gateway does not answer, or it forbids it. */
  LOCAL_ROUTE,
  /** This host's own firewall refused to send. */
  LOCAL_FIREWALL,
  /** This host's own resolver does not ask its name servers, or cannot reach them. */
  LOCAL_RESOLVER,
  /** A DNS filter blocks the name: a sinkhole address is the answer, or the name server says so. */
  SINKHOLE,
  /** The address is on a directly attached network and answers no ARP or neighbour solicitation. */
  NO_NEIGHBOUR,
  /** A datagram was sent and nothing came back: the path or the server may be the cause. */
  SILENT_DATAGRAM,
  /** A UDP answer came from another address than was asked, or from another port of it. */
  OTHER_SOURCE,
  /** With the server's name in the ClientHello there is no answer, without it there is. */
  SERVER_NAME_FILTER,
  /**
   * A device on the path accepts connections instead of the server: a port without a service opens,
   * too. In older documents also any connection that was accepted and then silent.
   */
  SYN_PROXY,
  /** All sent data was acknowledged, and no answer came: the service hangs or is stopped. */
  SILENT_SERVICE,
  /** The connection is open, but sent data was never acknowledged: lost or filtered. */
  UNACKNOWLEDGED,
  /** Small answers pass and large ones do not: packets above the path's MTU are lost. */
  MTU_BLACK_HOLE,
  /** The connection was cut as soon as the first payload passed: an application filter. */
  CUT_AFTER_FIRST_PAYLOAD,
  /** A device on the path changes what the server says: a firewall that inspects the protocol. */
  REWRITTEN,
  /** The peer uses plain text where TLS was expected. */
  PLAINTEXT_PEER,
  /** The server demands a certificate of the client (mutual TLS). */
  CLIENT_CERTIFICATE,
  /** The server has neither TLS 1.2 nor TLS 1.3. */
  OLD_TLS,
  /** The server's TLS has an internal failure, according to its alert. */
  TLS_SERVER_ERROR,
  /** The server does not serve the name in the ClientHello. */
  UNKNOWN_SERVER_NAME,
  /** The server refuses every application protocol that was offered by ALPN. */
  NO_COMMON_PROTOCOL,
  /** The connection is cut as soon as the ClientHello is sent, whatever name it has. */
  CUT_AFTER_HELLO,
  /** A balancer that routes by the name in the ClientHello closes for this name, not for others. */
  NO_BACKEND,
  /** The peer uses TLS where plain text was expected. */
  TLS_PEER,
  /** The server demands encryption before its own protocol (TDS 8.0, "Force Strict Encryption"). */
  STRICT_ENCRYPTION,
  /** The certificates that the server sends do not lead up to a root: one is missing. */
  INCOMPLETE_CHAIN,
  /** The server's certificate was not made for servers. */
  CERTIFICATE_USAGE,
  /** A CA's certificate in the chain does not allow the one below it. */
  CA_CONSTRAINT,
  /** A CA's certificate in the chain has expired, or is not yet valid. */
  CA_EXPIRED,
  /** A trusted CA has the issuer's name and another key. */
  CA_REPLACED,
  /** A key or a signature in the chain is too weak for today's clients. */
  WEAK_CERTIFICATE,
  /** The server's or this host's clock is further off than the protocol allows. */
  CLOCK_SKEW,
  /** The server answered for another realm, domain or name than the site file says. */
  WRONG_SITE_VALUE,
  /** A proxy asks for credentials (HTTP 407). */
  PROXY_CREDENTIALS,
  /** A proxy asks for a login that this run cannot make: the destination was not probed. */
  PROXY_LOGIN,
  /** The server does not accept the user with this password. */
  CREDENTIALS,
  /** The account is disabled. */
  ACCOUNT_DISABLED,
  /** The account is locked, mostly after too many failed logins. */
  ACCOUNT_LOCKED,
  /** The account has expired. */
  ACCOUNT_EXPIRED,
  /** The password has expired, or must be changed at the next login. */
  PASSWORD_EXPIRED,
  /** The account may not log in here, or not now. */
  ACCOUNT_RESTRICTED,
  /** The account is accepted, and is not allowed what the product needs. */
  ACCESS_DENIED,
  /** The login succeeded, but the database does not exist or does not allow it. */
  NO_DATABASE,
  /** No account, or several accounts, have the service's principal name. */
  SERVICE_PRINCIPAL,
  /** The service, or a gateway before it, answers with an error of its own (HTTP 5xx). */
  SERVICE_ERROR,
  /** The answer redirects to another host than the rule allows. */
  LED_ELSEWHERE,
  /** The answer redirects to itself, also with the cookies that it sets. */
  REDIRECT_LOOP,
  /** The connection opened, and the server's greeting did not come in time: it may be slow. */
  SLOW_GREETING,
  /** The server refuses for now: too many connections or requests. */
  THROTTLED,
  /**
   * This host had no time or no memory for the attempt, or was late with it: the destination's
   * state is unknown.
   */
  HOST_BUSY;

  /**
   * Whether the account itself was refused: sending the same credential again could lock it, or
   * would be useless.
   */
  public boolean rejectsAccount() {
    return switch (this) {
      case CREDENTIALS,
          ACCOUNT_DISABLED,
          ACCOUNT_LOCKED,
          ACCOUNT_EXPIRED,
          PASSWORD_EXPIRED,
          ACCOUNT_RESTRICTED ->
          true;
      default -> false;
    };
  }

  /** Whether only another secret can fix it; an account's state can be fixed in the directory. */
  public boolean rejectsSecret() {
    return this == CREDENTIALS || this == PASSWORD_EXPIRED;
  }
}
