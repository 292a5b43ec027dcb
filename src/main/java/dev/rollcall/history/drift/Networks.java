package dev.rollcall.history.drift;

import dev.rollcall.text.LiteralAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The networks that addresses of rotating names belong to: a /16 of IPv4, a /32 of IPv6 (RFC 6177
 * §2: what a registry gives to a provider). A content network uses addresses all over its networks;
 * a firewall that filters by address blocks a new network.
 */
public final class Networks {
  private static final int V4_BYTES = 2;
  private static final int V6_BYTES = 4;

  private Networks() {}

  /** {@code 198.18.0.0/16} for {@code 198.18.3.4}. */
  public static String of(String address) {
    byte[] bytes = LiteralAddress.parse(address).getAddress();
    try {
      int kept = bytes.length == 4 ? V4_BYTES : V6_BYTES;
      for (int i = kept; i < bytes.length; i++) {
        bytes[i] = 0;
      }
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** Without the zone of a link-local address, which only this host knows (RFC 4007 §11). */
  static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  public static Set<String> of(Collection<String> addresses) {
    Set<String> networks = new TreeSet<>();
    addresses.forEach(address -> networks.add(of(address)));
    return networks;
  }
}
