package dev.rollcall.model.attempt;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An ICMP message that answered a packet of ours, as firewalls log it.
 *
 * @param sender the address that sent it, a literal
 * @param type of RFC 792, or of RFC 4443 where the sender has an IPv6 address
 * @param code likewise
 */
public record IcmpAnswer(String sender, int type, int code) {
  /** By {@code type/code}; RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1. */
  private static final Map<String, String> V4 =
      Map.ofEntries(
          Map.entry("3/0", "network unreachable"),
          Map.entry("3/1", "host unreachable"),
          Map.entry("3/2", "protocol unreachable"),
          Map.entry("3/3", "port unreachable"),
          Map.entry("3/4", "fragmentation needed"),
          Map.entry("3/5", "source route failed"),
          Map.entry("3/6", "destination network unknown"),
          Map.entry("3/7", "destination host unknown"),
          Map.entry("3/8", "source host isolated"),
          Map.entry("3/9", "communication with destination network administratively prohibited"),
          Map.entry("3/10", "communication with destination host administratively prohibited"),
          Map.entry("3/11", "network unreachable for type of service"),
          Map.entry("3/12", "host unreachable for type of service"),
          Map.entry("3/13", "communication administratively prohibited"),
          Map.entry("3/14", "host precedence violation"),
          Map.entry("3/15", "precedence cutoff in effect"),
          Map.entry("11/0", "time to live exceeded in transit"),
          Map.entry("11/1", "fragment reassembly time exceeded"),
          Map.entry("12/0", "parameter problem"));

  /** RFC 4443 §3. */
  private static final Map<String, String> V6 =
      Map.ofEntries(
          Map.entry("1/0", "no route to destination"),
          Map.entry("1/1", "communication with destination administratively prohibited"),
          Map.entry("1/2", "beyond scope of source address"),
          Map.entry("1/3", "address unreachable"),
          Map.entry("1/4", "port unreachable"),
          Map.entry("1/5", "source address failed ingress or egress policy"),
          Map.entry("1/6", "reject route to destination"),
          Map.entry("2/0", "packet too big"),
          Map.entry("3/0", "hop limit exceeded in transit"),
          Map.entry("3/1", "fragment reassembly time exceeded"));

  private static final Set<String> PROHIBITED_4 = Set.of("3/9", "3/10", "3/13");
  private static final Set<String> PROHIBITED_6 = Set.of("1/1", "1/5", "1/6");

  public IcmpAnswer {
    Objects.requireNonNull(sender);
  }

  /** {@code 10.0.2.1: communication administratively prohibited, 3/13}. */
  public String text() {
    return sender + ": " + message();
  }

  /** {@code communication administratively prohibited, 3/13}. */
  public String message() {
    String words = (ofVersion6() ? V6 : V4).get(number());
    return (words == null ? "ICMP" : words) + ", " + number();
  }

  /** Type and code: {@code 3/13}. */
  public String number() {
    return type + "/" + code;
  }

  /** Whether it is of RFC 4443. */
  public boolean ofVersion6() {
    return sender.indexOf(':') >= 0;
  }

  /** Whether a router says that a packet had passed as many routers as it might. */
  public boolean saysTimeExceeded() {
    return code == 0 && type == (ofVersion6() ? 3 : 11);
  }

  /**
   * Whether a device may not forward the packet, by its rules (RFC 1812 §5.2.7.1; RFC 4443 §3.1, in
   * which 1/5 and 1/6 are finer forms of 1/1).
   */
  public boolean saysProhibited() {
    return (ofVersion6() ? PROHIBITED_6 : PROHIBITED_4).contains(number());
  }

  /** Whether there is no route to the network (RFC 792, RFC 1812 §5.2.7.1; RFC 4443 §3.1). */
  public boolean saysNoNetwork() {
    return ofVersion6() ? number().equals("1/0") : number().equals("3/0") || number().equals("3/6");
  }

  /** Whether a router does not find the host (the same sections). */
  public boolean saysNoHost() {
    return ofVersion6() ? number().equals("1/3") : number().equals("3/1") || number().equals("3/7");
  }
}
