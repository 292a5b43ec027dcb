package dev.rollcall.report.cause;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a kind of fault means, for a person who has to find its reason.
 *
 * @param meaning in a few words; the README's table says the same
 * @param acts who acts as a rule of thumb; a report names the owner of its case
 * @param symptom what users and applications notice
 * @param check what to look at first
 * @param log what a firewall's log shows
 */
public record CauseText(String meaning, String acts, String symptom, String check, String log) {
  private static final String UNSEEN =
      "A firewall has let the connection through: look for an entry that accepts it.";

  private static final String CUT =
      "Look for a session that a security profile ended (reset-both,"
          + " IPS, TLS inspection); a plain rule accepts it.";

  /** How a person writes a kind: {@code wrong-name}. */
  public static String word(FaultKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind that {@code dropped}, {@code wrong-name} or {@code CONNECT DROPPED} names. */
  public static Optional<FaultKind> named(String text) {
    String word = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(FaultKind.values())
        .filter(
            kind ->
                word.equals(kind.name())
                    || Arrays.stream(Phase.values())
                        .anyMatch(phase -> word.equals(phase + " " + kind)))
        .findFirst();
  }

  /** The text of a kind. */
  public static CauseText of(FaultKind kind) {
    return switch (kind) {
      case NAME_NOT_FOUND ->
          new CauseText(
              "the name does not exist",
              "DNS team",
              "Programs say at once that the host is unknown.",
              "The spelling in the site file, then the DNS zone; a name may exist in the internal"
                  + " view only.",
              "Nothing: no connection was tried.");
      case NAME_SERVER_FAILED ->
          new CauseText(
              "no name server gave a usable answer",
              "DNS team, or this host",
              "Everything that needs a name is slow, then fails; addresses still work.",
              "/etc/resolv.conf on this host, then UDP and TCP port 53 to the name servers in it.",
              "Dropped packets from this host to port 53 of the name servers.");
      case NO_ROUTE, UNREACHABLE ->
          new CauseText(
              "no network path to the address",
              "firewall team, or this host",
              "Connections fail at once, or after a few seconds.",
              "This host's routes and gateway (ip route get ADDRESS), then the router that the"
                  + " evidence names.",
              "Often nothing: the packet may not have come as far as a firewall.");
      case DROPPED ->
          new CauseText(
              "no answer to the connection request",
              "firewall team",
              "Programs hang for a minute or longer, and then time out.",
              "The firewall rule for the source, destination and port that the report names; if it"
                  + " exists, whether the host is up.",
              "Entries with the action drop or deny for the packets that the report lists. None at"
                  + " all: an earlier device drops them, or the host is down.");
      case REJECTED ->
          new CauseText(
              "a device on the path forbids it",
              "firewall team",
              "Connections fail at once.",
              "The device that the evidence names: it sent the ICMP message.",
              "Entries with the action reject or deny for the packets that the report lists.");
      case REFUSED ->
          new CauseText(
              "the port is closed",
              "owner of the server",
              "Connections fail at once with \"connection refused\".",
              "Whether the service runs and listens on that port and address (ss -ltn, netstat).",
              "An accepted connection that ends at once; or a rule that answers with a reset.");
      case RESET, CLOSED ->
          new CauseText(
              "the connection was cut",
              "server, or firewall team",
              "Programs say \"connection reset\" or \"unexpected end of file\".",
              "The step: at TLS it is often a firewall or proxy that inspects TLS; else the"
                  + " server's log.",
              CUT);
      case TIMED_OUT ->
          new CauseText(
              "connected, then silence; or UDP without an answer",
              "server or firewall team",
              "Programs connect, hang, and time out.",
              "The evidence: if our bytes were acknowledged, the service hangs; if not, packets"
                  + " are lost on the way.",
              "TCP: " + UNSEEN + " UDP: as for DROPPED.");
      case IDLE_CUT ->
          new CauseText(
              "a connection that had been idle was dead, and a new one works",
              "firewall team",
              "The first request after a quiet time fails or hangs; the next one works.",
              "The idle timeout of the firewalls on the way, against that of the application's"
                  + " connection pool.",
              "A session that ended by age-out, and later packets that belong to no session.");
      case TLS_FAILED ->
          new CauseText(
              "no TLS connection could be made",
              "owner of the server",
              "Programs report a handshake failure.",
              "The versions and ciphers that the server offers (TLS 1.2 or 1.3), and whether it"
                  + " asks for a client certificate.",
              CUT);
      case UNTRUSTED ->
          new CauseText(
              "the certificate leads to no trusted CA",
              "owner of the server",
              "Browsers warn; programs refuse the certificate.",
              "Whether the server sends its intermediate certificates; if its CA is your own, list"
                  + " it under trust.internal in the site file.",
              UNSEEN);
      case INTERCEPTED ->
          new CauseText(
              "a TLS inspection replaced the certificate",
              "proxy team",
              "Browsers on managed desks work; the appliance does not.",
              "The issuer in the evidence: it is the inspecting device. Ask for an exemption of"
                  + " this destination.",
              "A session with the action decrypt or inspect.");
      case WRONG_NAME ->
          new CauseText(
              "the certificate is for another name",
              "owner of the server",
              "Browsers warn; programs refuse the certificate.",
              "The names in the evidence. If it is another service's certificate: does the name"
                  + " lead to the right address?",
              UNSEEN);
      case EXPIRED ->
          new CauseText(
              "the certificate is out of date, or not valid yet",
              "owner of the server",
              "Browsers warn; programs refuse the certificate.",
              "The dates in the evidence, and this host's clock.",
              UNSEEN);
      case BLOCK_PAGE ->
          new CauseText(
              "a web filter answered instead of the destination",
              "proxy team",
              "A page says that the site is blocked; programs get an answer that they do not"
                  + " understand.",
              "The web filter's category for this name.",
              "A URL log entry with the action block.");
      case UNEXPECTED, MALFORMED ->
          new CauseText(
              "an answer, but not the right one",
              "owner of the server",
              "Programs report a protocol error, or an HTTP status.",
              "What listens on that port: another service, a proxy, or another version.",
              UNSEEN);
      case DENIED ->
          new CauseText(
              "understood and refused",
              "as the report says",
              "Programs report that access is denied.",
              "The account, its permissions, and the server's limits for client addresses.",
              UNSEEN + " A proxy that refuses logs it as denied.");
      case INTERNAL ->
          new CauseText(
              "a defect in Rollcall",
              "Rollcall",
              "Only this report is affected.",
              "Please report it, with the JSON run document (check --report json=FILE).",
              "Nothing of interest.");
    };
  }
}
