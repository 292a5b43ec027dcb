package dev.rollcall.verdict;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an IPv6 address stands for an IPv4 address behind a translator (NAT64, RFC 6146). DNS64
 * (RFC 6147) makes it of the name's own IPv4 address and a prefix, which may be a network's own.
 */
final class Nat64 {
  /** Bytes of a prefix, RFC 6052 §2.2. */
  private static final List<Integer> PREFIXES = List.of(4, 5, 6, 7, 8, 12);

  /** The byte that a prefix of less than 96 bits must leave zero. */
  private static final int SKIPPED = 8;

  private Nat64() {}

  /** Whether one of these IPv4 addresses, which is public, is embedded in the address. */
  static boolean from(List<InetAddress> addresses, InetAddress address) {
    return address instanceof Inet6Address
        && addresses.stream()
            .filter(four -> four instanceof Inet4Address && !NameJudge.isPrivate(four))
            .anyMatch(four -> embeds(address.getAddress(), four.getAddress()));
  }

  private static boolean embeds(byte[] six, byte[] four) {
    return PREFIXES.stream().anyMatch(prefix -> Arrays.equals(at(six, prefix), four));
  }

  private static byte[] at(byte[] six, int prefix) {
    byte[] four = new byte[4];
    int from = prefix;
    for (int i = 0; i < four.length; i++) {
      if (from == SKIPPED) {
        from++;
      }
      four[i] = six[from++];
    }
    return four;
  }
}
