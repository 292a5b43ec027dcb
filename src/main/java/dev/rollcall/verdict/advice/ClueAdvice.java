package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;

/** One row of advice for each clue, for {@link AdviceText#fill}. */
final class ClueAdvice {
  private final Rule rule;
  private final PathText way;
  private final boolean far;
  private final boolean ofProxy;

  ClueAdvice(Rule rule, PathText way, Fault fault) {
    this.rule = rule;
    this.way = way;
    // The site cannot see this from its side.
    this.far = rule.judging().external() || way.proxied();
    this.ofProxy = fault.phase() == Phase.PROXY;
  }

  /** The row; names have advice of their own. */
  String row(Clue clue) {
    return switch (clue) {
      case LOCAL_RESOLVER, SINKHOLE ->
          throw new IllegalArgumentException("names have their own advice: " + clue);
      case LOCAL_ROUTE ->
          "Fix this host's routing, its gateway, or the site file's source: no packet leaves this"
              + " host: {way}."
              + (way.to().contains(":")
                  ? " Or ask the DNS team to publish an IPv4 address of {host}."
                  : "");
      case LOCAL_FIREWALL -> "Allow in this host's own firewall, outgoing: {way}.";
      case NO_NEIGHBOUR ->
          "{Ask} whether the host is up and the address is correct: nothing answers for it on its"
              + " own network ({way}).";
      case SILENT_DATAGRAM ->
          "{Ask} to allow {way}, and the answers. If they are allowed, ask the owner of {to}"
              + " whether the service listens.";
      case OTHER_SOURCE ->
          "{Ask} to have the service answer from the address and port that are asked: {way}. A host"
              + " with several addresses must run the service on each of them, or route its answers"
              + " so that they keep the address. If the address in the evidence is none of its own,"
              + " a device on the path changes it (NAT): ask the firewall team.";
      case SERVER_NAME_FILTER ->
          "{Ask} to allow the server name {host} (URL or SNI filter): {way}.";
      case SYN_PROXY ->
          "{Ask} which device accepts connections instead of {to} (a SYN proxy, a transparent"
              + " proxy), and to let this traffic reach the server: {way}.";
      case UNACKNOWLEDGED ->
          "{Ask} what drops the data of open connections (a filter, a SYN proxy before a dead"
              + " path): {way}. If nothing does, ask the owner of {to} whether the service accepts"
              + " connections: a full queue looks the same.";
      case SILENT_SERVICE ->
          "{Ask} whether the service hangs, is stopped or is overloaded: {way}: connections are"
              + " accepted there, and what is sent arrives. If its host shows no connection from"
              + " {from}, ask the firewall team which device accepts them instead, or drops large"
              + " answers.";
      case MTU_BLACK_HOLE ->
          "{Ask} to let ICMP \"fragmentation needed\" pass, or to clamp TCP's segment size: {way}."
              + " If large packets pass, ask the owner of {to} whether its TLS hangs.";
      case CUT_AFTER_FIRST_PAYLOAD ->
          "{Ask} which application filter cuts the connection at its first payload, and to allow"
              + " {protocol}: {way}. If none does, ask the {keeper} why the service cuts it (its"
              + " log; the client addresses and the number of connections that it allows).";
      case REWRITTEN ->
          "{Ask} to switch off the inspection of {protocol} for this traffic: {way}. It changes"
              + " what the server says.";
      case SLOW_GREETING ->
          "Try a longer wait: --only {rule} --timeout 60s. If no greeting comes then, {ask} why the"
              + " service on {port} does not greet. If its log shows no connection from {from}, a"
              + " device on the path accepts connections instead: ask the firewall team about"
              + " {way}.";
      case THROTTLED ->
          "Run the check again later. If the answer stays the same, {ask} to allow more, or to find"
              + " out who uses it up: {way}. The path"
              + (ofProxy ? " to the proxy is open." : " is open.");
      case HOST_BUSY ->
          "Run the check again when this host is less busy, with a smaller --parallel, or with more"
              + " memory for Java (-Xmx).";
      case CLOCK_SKEW ->
          "Compare the clocks of {to} and of this host with a third one, and correct the one that"
              + " is off.";
      case WRONG_SITE_VALUE ->
          ofProxy ? ProxyAdvice.noProxy() : "Correct the site file: {evidence}";
      case SERVICE_ERROR -> serviceError();
      case LED_ELSEWHERE ->
          rule.judging().external()
              ? KindAdvice.REPLACED
              : "{Ask} to correct the redirect: {way}. If it is not configured there, a filter or"
                  + " captive portal on the path answers: ask the proxy team.";
      case REDIRECT_LOOP ->
          "{Ask} to fix the redirect loop: {way}. Usually TLS ends at a load balancer, and the"
              + " server behind it sees plain http and redirects to https: have the balancer send"
              + " X-Forwarded-Proto: https, and set the server to use it. Or the balancer redirects"
              + " to https on its https port too.";
      case PROXY_CREDENTIALS ->
          "Give the proxy's user and password in the site file (proxy: user, password; for Basic"
              + " without TLS to the proxy also allow-clear), or {ask} to let {from} pass without"
              + " credentials: {way}.";
      case PROXY_LOGIN ->
          "{Ask} for Digest, for Basic inside TLS, or to let {from} pass without credentials:"
              + " {way}. The login methods that were not tried are listed above.";
      case PLAINTEXT_PEER ->
          far
              ? "{Ask} what answers without TLS instead of the destination: {way}."
              : "Check whether {to} is the right host and {port} the right port: the service there"
                  + " does not use TLS. If they are correct, {ask} to turn on TLS: {way}.";
      case TLS_PEER ->
          "Check whether {to} is the right host and {port} the right port: the service uses"
              + " TLS from the first byte, and {protocol} does not ({way}).";
      case STRICT_ENCRYPTION ->
          "The server demands encryption from the first byte (TDS 8.0, Force Strict Encryption):"
              + " set the client to encrypt=strict, or {ask} to turn it off: {way}.";
      case CLIENT_CERTIFICATE ->
          "{Ask} to allow clients without a certificate (TLS client authentication,"
              + " mutual TLS): {way}."
              + (far
                  ? " If it demands none, ask the proxy team whether a device that inspects TLS"
                      + " sends this alert."
                  : "");
      case OLD_TLS -> "{Ask} to turn on TLS 1.2 or 1.3, with current ciphers: {way}.";
      case TLS_SERVER_ERROR ->
          "{Ask} to repair its TLS (its log says why it fails; mostly the certificate or the key"
              + " for {host}): {way}.";
      case UNKNOWN_SERVER_NAME ->
          "{Ask} to serve the name {host} there, in a way that current clients can use: {way}. If"
              + " another server has that name, ask the DNS team to correct its address.";
      case NO_COMMON_PROTOCOL -> "{Ask} which application protocols its TLS accepts (ALPN): {way}.";
      case CUT_AFTER_HELLO ->
          far
              ? "{Ask} what cuts TLS at its first message: {way}."
                  + (way.proxied()
                      ? " Or the proxy could not reach the destination: some proxies (Traffic"
                          + " Server) answer 200 to CONNECT before they connect."
                      : "")
                  + " If nothing on the path does, the service itself has no usable certificate or"
                  + " no TLS 1.2."
              : "{Ask} whether the service has a certificate that it can use, and TLS 1.2 (a domain"
                  + " controller or IIS without a usable certificate cuts TLS like this; so does a"
                  + " balancer without a live server): {way}. If its log shows no connection from"
                  + " {from}, a filter on the path cuts TLS: ask the firewall team.";
      case NO_BACKEND ->
          "{Ask} which server behind the balancer has the name {host}, and whether it is up: {way}."
              + " If there is no balancer, a filter for server names cuts it: ask the firewall"
              + " team.";
      case INCOMPLETE_CHAIN ->
          "{Ask} to have the server send its intermediate certificates too, in order: {way}."
              + (rule.judging().external()
                  ? " If other external destinations fail with the same issuer, TLS is inspected on"
                      + " the path instead: then ask the proxy team."
                  : " If the CA that the evidence names is a root of the site's own, list its"
                      + " certificate under trust.internal in the site file instead, and install it"
                      + " on the appliance."
                      + KindAdvice.inspecting(way));
      case CERTIFICATE_USAGE ->
          "{Ask} for a certificate that is made for servers (extended key usage Server"
              + " Authentication, key usage Digital Signature; at a Microsoft CA a template such as"
              + " Web Server or Kerberos Authentication): {way}.";
      case CA_CONSTRAINT ->
          "{Ask} for a certificate of a CA that may issue it: {way}. The evidence names the CA"
              + " certificate that does not allow it, and its rule; only the people who run that CA"
              + " can change it. Trusting the root does not help.";
      case CA_EXPIRED ->
          "Check this host's date first; then {ask} to have the CA's certificate renewed and to"
              + " send the renewed one: {way}. If the site file lists the CA under trust, list the"
              + " renewed certificate there and install it on the appliance.";
      case CA_REPLACED ->
          "List the CA's current certificate under trust.internal in the site file, and install it"
              + " on the appliance; if the CA has no new key, ask the owner of {to} where its"
              + " certificate comes from: {way}.";
      case WEAK_CERTIFICATE ->
          "{Ask} for a certificate with RSA of 2048 bits or more (or EC) and signed with SHA-256,"
              + " its CAs included: {way}.";
      case CREDENTIALS ->
          ofProxy
              ? "Correct the proxy's user in the site file, or what its password refers to:"
                  + " {evidence} The way is {way}."
              : "Correct the user in the site file, or what its password refers to: {to} does not"
                  + " accept {account} with this password. If both are correct, ask the"
                  + " {accounts} for a new password, and store it where the site file refers to."
                  + " The path is open.";
      case ACCOUNT_DISABLED ->
          "{Ask} for the state of {account} at {to}, and to enable it (or to unlock or extend it,"
              + " if it is locked or expired instead), or name another one in the site file:"
              + " {evidence}";
      case ACCOUNT_LOCKED ->
          "{Ask} to unlock {account}, and to find out who tries it with a wrong password: {to}"
              + " refuses it as locked.";
      case ACCOUNT_EXPIRED ->
          "{Ask} to extend {account}, which {to} refuses as expired: a service account should not"
              + " expire.";
      case PASSWORD_EXPIRED ->
          "{Ask} for a new password of {account} that does not expire, and store it where the site"
              + " file refers to: {to} no longer accepts the old one.";
      case ACCOUNT_RESTRICTED ->
          "{Ask} to let {account} log in to {to} from {from} at any time, with its password alone.";
      case ACCESS_DENIED -> "{Ask} to allow {account} what the product needs {there}: {evidence}";
      case NO_DATABASE ->
          "{Ask} whether the database exists {there} and {account} may open it, or correct its name"
              + " in the site file: {evidence}";
      case SERVICE_PRINCIPAL -> "{Ask} to correct the service principal names of {to}: {evidence}";
    };
  }

  /** An error of the service, or of a gateway before it. */
  private String serviceError() {
    if (rule.judging().external()) {
      return "{Ask} why the service fails: {way}. If it works, a proxy or filter on the path"
          + " sent this error instead: ask the proxy team.";
    }
    return Owners.keeper(rule) == Owner.LOAD_BALANCER
        ? "{Ask} whether any server behind {to} is in service: a load balancer sends this answer"
            + " when none is. If one is, ask its owner why it fails ({way})."
        : "{Ask} why the service, or a system behind it, fails: {way}.";
  }
}
