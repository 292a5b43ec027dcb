package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;
import java.util.Optional;

/** What to do about a fault on a path, concrete enough to be mailed to whoever can do it. */
final class Advice {
  /** What to do about a fault of kind INTERNAL. */
  static final String DEFECT =
      "This is a defect of Rollcall, not of the destination: report it with the JSON run document.";

  private final Rule rule;
  private final Way way;
  private final String account;

  /**
   * @param account who logged in, if it was a login that failed
   */
  Advice(Rule rule, Way way, Optional<String> account) {
    this.rule = rule;
    this.way = way;
    this.account = account.map(name -> "the account " + name).orElse("the account");
  }

  String of(Fault fault) {
    String ask = ask(Owners.of(rule, fault, way.proxied()));
    Optional<Clue> clue = Owners.clue(fault);
    if (clue.isPresent()) {
      return of(fault, clue.get(), ask);
    }
    if (fault.phase() == Phase.AUTHENTICATE) {
      return login(fault, ask);
    }
    return fault.phase() == Phase.PROXY ? ask + " to let pass: " + way + "." : byKind(fault, ask);
  }

  private String ask(Owner owner) {
    return switch (owner) {
      case SERVER -> "Ask the owner of " + way.to();
      case DNS, FIREWALL, LOAD_BALANCER, ACCOUNTS, PROXY, SITE_FILE, VENDOR, THIS_HOST, ROLLCALL ->
          "Ask the " + owner.title();
    };
  }

  private String login(Fault fault, String ask) {
    return switch (fault.kind()) {
      case NO_ROUTE, DROPPED, REJECTED, UNREACHABLE, REFUSED, RESET, CLOSED, TIMED_OUT ->
          logOf(ask, "breaks off");
      case UNEXPECTED, MALFORMED -> logOf(ask, "is not answered as expected");
      case DENIED -> logOf(ask, "is refused");
      case NAME_NOT_FOUND,
          NAME_SERVER_FAILED,
          TLS_FAILED,
          UNTRUSTED,
          INTERCEPTED,
          WRONG_NAME,
          EXPIRED,
          BLOCK_PAGE,
          INTERNAL ->
          byKind(fault, ask);
    };
  }

  private String logOf(String ask, String what) {
    return ask
        + " why the login of "
        + account
        + " "
        + what
        + " (the log there will say): "
        + way
        + ". The path is open.";
  }

  private String byKind(Fault fault, String ask) {
    return switch (fault.kind()) {
      case NAME_NOT_FOUND, NAME_SERVER_FAILED -> NameAdvice.of(rule, way.host(), fault);
      case NO_ROUTE ->
          ask
              + " to allow "
              + way
              + ": a router on the path answers that the network is unreachable. If no firewall"
              + " does so, ask the network team for a route.";
      case DROPPED ->
          ask
              + " to allow "
              + way
              + ": connection requests vanish unanswered."
              + (rule.external() || way.proxied()
                  ? ""
                  : " If it is allowed already, ask the owner of "
                      + way.to()
                      + " whether the host is up and the service accepts connections: a full queue"
                      + " drops them too.");
      case REJECTED -> rejected(ask);
      case REFUSED -> refused(ask);
      case RESET, CLOSED -> cut(ask);
      case TIMED_OUT -> silent(ask);
      case UNREACHABLE -> ask + " and the network team why packets do not arrive: " + way + ".";
      case TLS_FAILED ->
          ask
              + " which versions and ciphers of TLS are offered (1.2 or 1.3 is needed), and whether"
              + " a device on the path changes the handshake: "
              + way
              + ".";
      case UNTRUSTED ->
          "If its CA is the site's own, list the CA's certificate under trust."
              + (rule.external() ? "public" : "internal")
              + " in the site file and install it on the appliance; otherwise "
              + lower(ask)
              + " for a certificate of a trusted CA: "
              + way
              + ".";
      case INTERCEPTED ->
          ask
              + " to exempt "
              + way.host()
              + " from TLS inspection: "
              + way
              + ". If inspection is accepted, install its CA on the appliance and list it under"
              + " trust.inspection in the site file.";
      case WRONG_NAME ->
          ask
              + " for a certificate that names "
              + way.host()
              + ", shown at "
              + way.to()
              + "."
              + (rule.external()
                  ? ""
                  : " If the certificate is another service's, ask the DNS team whether the name"
                      + " leads to the right address.");
      case EXPIRED ->
          "Check this host's date first; then "
              + lower(ask)
              + " to renew the certificate of "
              + way.to()
              + ", "
              + way.traffic()
              + ".";
      case BLOCK_PAGE -> AnswerAdvice.replaced(ask, way);
      case UNEXPECTED ->
          ask + " why it answers so, or whether the rule still fits the service: " + way + ".";
      case MALFORMED ->
          rule.external() || way.proxied()
              ? ask + " what answers in the destination's place: " + way + "."
              : "Check host and port in the site file: what answers does not speak "
                  + way.protocol()
                  + ". If they are right, "
                  + lower(ask)
                  + " which service listens: "
                  + way
                  + ".";
      case DENIED -> ask + " to admit " + way.from() + ": " + way + ".";
      case INTERNAL -> DEFECT;
    };
  }

  private String rejected(String ask) {
    return ask
        + " to allow "
        + way
        + ": a device on the path rejects it by ICMP."
        + (rule.external() || way.proxied()
            ? ""
            : " If none does so by its rules, ask the owner of "
                + way.to()
                + " whether the host is up: a router also answers like this for a host that it"
                + " cannot find.");
  }

  private String refused(String ask) {
    if (way.proxied()) {
      return ask + " whether the proxy listens and admits " + way.from() + ": " + way + ".";
    }
    return rule.external()
        ? ask
            + " to allow "
            + way
            + ", if a device here refuses it. If none does, the service itself refuses: ask the "
            + Owner.VENDOR.title()
            + " whether it is down or has moved."
        : ask
            + " whether the service listens on "
            + way.traffic()
            + " and admits "
            + way.from()
            + "; if it does, a firewall refuses in its place: ask the firewall team to allow "
            + way
            + ".";
  }

  private String cut(String ask) {
    return rule.external() || way.proxied()
        ? ask + " what cuts connections: " + way + "."
        : ask
            + " why connections are cut (its log; the client addresses it admits). If its log shows"
            + " none from "
            + way.from()
            + ", ask the firewall team what cuts "
            + way
            + ".";
  }

  private String silent(String ask) {
    return rule.external() || way.proxied()
        ? ask
            + " what holds up "
            + way
            + ": the connection opens, and no answer comes. If nothing here does, ask the "
            + (rule.external() ? Owner.VENDOR : Owners.keeper(rule)).title()
            + " whether the service hangs."
        : ask
            + " why no answer comes on "
            + way.traffic()
            + " although the connection opens. If its log shows none from "
            + way.from()
            + ", ask the firewall team what holds up "
            + way
            + ".";
  }

  private String incomplete(String ask) {
    String send = " to have the server send its intermediate certificates too, in order: ";
    return rule.external()
        ? ask
            + send
            + way
            + ". If other external destinations fail with the same issuer, TLS is inspected on the"
            + " path instead: then ask the proxy team."
        : ask
            + send
            + way
            + ". If the CA that the evidence names is a root of the site's own, list its"
            + " certificate under trust.internal in the site file instead, and install it on the"
            + " appliance.";
  }

  private String of(Fault fault, Clue clue, String ask) {
    return switch (clue) {
      case LOCAL_ROUTE ->
          "Mend this host's own routing (or the site file's source): no packet leaves "
              + way.from()
              + " for "
              + way.to()
              + ", "
              + way.traffic()
              + "."
              + (way.to().contains(":")
                  ? " Or ask the DNS team to publish an IPv4 address of " + way.host() + "."
                  : "");
      case LOCAL_RESOLVER, SINKHOLE -> NameAdvice.of(rule, way.host(), fault);
      case LOCAL_FIREWALL -> "Allow in this host's own firewall, outgoing: " + way + ".";
      case NO_NEIGHBOUR ->
          ask
              + " whether the host is up and the address is right: on its own network nothing"
              + " answers for it ("
              + way
              + ").";
      case SILENT_DATAGRAM ->
          ask
              + " to allow "
              + way
              + ", and the answers back. If they are allowed, ask the owner of "
              + way.to()
              + " whether the service listens.";
      case SERVER_NAME_FILTER ->
          ask + " to allow the server name " + way.host() + " (URL or SNI filter): " + way + ".";
      case SYN_PROXY, UNACKNOWLEDGED ->
          ask
              + " what drops the data of open connections (a filter, a SYN proxy before a dead"
              + " path): "
              + way
              + ". If nothing does, ask the owner of "
              + way.to()
              + " whether the service accepts connections: a full queue looks the same.";
      case SILENT_SERVICE ->
          ask
              + " whether the service hangs, is stopped or is overloaded: "
              + way
              + ": connections are accepted there, and what is sent arrives. If its host shows no"
              + " connection from "
              + way.from()
              + ", ask the firewall team what accepts in its place, or drops large answers.";
      case MTU_BLACK_HOLE ->
          ask
              + " to let ICMP \"fragmentation needed\" pass, or to clamp TCP's segment size: "
              + way
              + ". If large packets pass, ask the owner of "
              + way.to()
              + " whether its TLS hangs.";
      case CUT_AFTER_FIRST_PAYLOAD ->
          ask
              + " which application filter cuts the connection at its first payload, and to allow "
              + way.protocol()
              + ": "
              + way
              + ". If none does, ask the "
              + (rule.external()
                  ? Owner.VENDOR.title()
                  : Owners.keeper(rule) == Owner.SERVER
                      ? "owner of " + way.to()
                      : Owners.keeper(rule).title())
              + " why the service cuts it (its log; the client addresses that it admits).";
      case PLAINTEXT_PEER ->
          rule.external() || way.proxied()
              ? ask + " what answers without TLS in the destination's place: " + way + "."
              : "Check the port in the site file: "
                  + way.to()
                  + " speaks no TLS on "
                  + way.traffic()
                  + ". If it is right, "
                  + lower(ask)
                  + " which service listens there.";
      case CLIENT_CERTIFICATE,
          OLD_TLS,
          TLS_SERVER_ERROR,
          UNKNOWN_SERVER_NAME,
          NO_COMMON_PROTOCOL,
          CUT_AFTER_HELLO,
          NO_BACKEND,
          TLS_PEER ->
          TlsAdvice.of(rule, way, clue, ask);
      case STRICT_ENCRYPTION ->
          "The server demands encryption from the first byte (TDS 8.0, Force Strict Encryption):"
              + " set the client to encrypt=strict, or "
              + lower(ask)
              + " to turn it off: "
              + way
              + ".";
      case INCOMPLETE_CHAIN -> incomplete(ask);
      case CERTIFICATE_USAGE ->
          ask
              + " for a certificate that is made for servers (extended key usage Server"
              + " Authentication, key usage Digital Signature; at a Microsoft CA a template such as"
              + " Web Server or Kerberos Authentication): "
              + way
              + ".";
      case CA_CONSTRAINT ->
          ask
              + " for a certificate of a CA that may issue it: "
              + way
              + ". The evidence names the CA certificate that does not allow it, and its rule; only"
              + " the people who run that CA can change it. Trusting the root does not help.";
      case CA_EXPIRED ->
          "Check this host's date first; then "
              + lower(ask)
              + " to have the CA's certificate renewed and to send the renewed one: "
              + way
              + ". If the site file lists the CA under trust, list the renewed certificate there"
              + " and install it on the appliance.";
      case CA_REPLACED ->
          "List the CA's current certificate under trust.internal in the site file, and install it"
              + " on the appliance; if the CA has no new key, ask the owner of "
              + way.to()
              + " where its certificate comes from: "
              + way
              + ".";
      case WEAK_CERTIFICATE ->
          ask
              + " for a certificate with RSA of 2048 bits or more (or EC) and signed with SHA-256,"
              + " its CAs included: "
              + way
              + ".";
      case CLOCK_SKEW ->
          "Compare the clocks of "
              + way.to()
              + " and of this host with a third one, and correct the one that is off.";
      case WRONG_SITE_VALUE -> "Correct the site file: " + stop(fault.evidence());
      case CREDENTIALS ->
          fault.phase() == Phase.PROXY
              ? "Correct the proxy's user in the site file, or what its password refers to: "
                  + stop(fault.evidence())
                  + " The way is "
                  + way
                  + "."
              : "Correct the user in the site file, or what its password refers to: "
                  + way.to()
                  + " does not accept "
                  + account
                  + " with this password. Where both are right, ask the "
                  + Owner.ACCOUNTS.title()
                  + " for a new password, and put it where the site file refers to. The path is"
                  + " open.";
      case ACCOUNT_DISABLED ->
          ask
              + " to enable "
              + account
              + ", which "
              + way.to()
              + " refuses as disabled, or name another one in the site file.";
      case ACCOUNT_LOCKED ->
          ask
              + " to unlock "
              + account
              + ", and to find out who tries it with a wrong password: "
              + way.to()
              + " refuses it as locked.";
      case ACCOUNT_EXPIRED ->
          ask
              + " to extend "
              + account
              + ", which "
              + way.to()
              + " refuses as expired: a service account should not expire.";
      case PASSWORD_EXPIRED ->
          ask
              + " for a new password of "
              + account
              + " that does not expire, and put it where the site file refers to: "
              + way.to()
              + " does not accept the old one any more.";
      case ACCOUNT_RESTRICTED ->
          ask
              + " to let "
              + account
              + " log in to "
              + way.to()
              + " from "
              + way.from()
              + " at any time.";
      case ACCESS_DENIED ->
          ask
              + " to allow "
              + account
              + " what the product needs "
              + there(ask)
              + ": "
              + stop(fault.evidence());
      case NO_DATABASE ->
          ask
              + " whether the database exists "
              + there(ask)
              + " and "
              + account
              + " may open it, or correct its name in the site file: "
              + stop(fault.evidence());
      case SERVICE_PRINCIPAL ->
          ask
              + " to mend the service principal names that "
              + way.to()
              + " goes by: "
              + stop(fault.evidence());
      case SLOW_GREETING ->
          "Try a longer wait: --only "
              + rule.id()
              + " --timeout 60s. If no greeting comes then, "
              + lower(ask)
              + " why the service on "
              + way.traffic()
              + " does not greet. If its log shows no connection from "
              + way.from()
              + ", a device on the path accepts connections in its place: ask the firewall team"
              + " about "
              + way
              + ".";
      case THROTTLED ->
          "Run the check again later. If the answer stays the same, "
              + lower(ask)
              + " to allow more, or to find out who uses it up: "
              + way
              + ". The path is open.";
      case HOST_BUSY ->
          "Run the check again when this host is less busy, with a smaller --parallel, or with more"
              + " memory for Java (-Xmx).";
      case SERVICE_ERROR -> AnswerAdvice.serviceError(rule, ask, way);
      case LED_ELSEWHERE -> AnswerAdvice.ledElsewhere(rule, ask, way);
      case PROXY_CREDENTIALS ->
          "Give the proxy's user and password in the site file (proxy: user, password), or "
              + lower(ask)
              + " to let "
              + way.from()
              + " pass without credentials: "
              + way
              + ".";
      case PROXY_LOGIN ->
          ask
              + " for Digest, for Basic inside TLS, or to let "
              + way.from()
              + " pass without credentials: "
              + way
              + ". What was not tried is said above.";
    };
  }

  /** Where, said once. */
  private String there(String ask) {
    return ask.contains(way.to()) ? "there" : "at " + way.to();
  }

  private static String lower(String ask) {
    return "a" + ask.substring(1);
  }

  private static String stop(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
