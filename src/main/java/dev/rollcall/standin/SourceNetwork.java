package dev.rollcall.standin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What counts as one source: an IPv4 address, or a /64 of IPv6, in which one host may use every
 * address (RFC 4291 §2.5.1).
 */
final class SourceNetwork {
  private static final int BYTES = 8;

  private SourceNetwork() {}

  /** Equal for two addresses that count as one source. */
  static String of(InetAddress source) {
    byte[] bytes = source.getAddress();
    return HexFormat.of()
        .formatHex(source instanceof Inet6Address ? Arrays.copyOf(bytes, BYTES) : bytes);
  }
}
