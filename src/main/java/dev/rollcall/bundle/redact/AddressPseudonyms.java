package dev.rollcall.bundle.redact;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stable pseudonyms of addresses.
 *
 * <p>A private address stays in its block (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 §2.5.6)
 * and keeps its structure: two addresses that share their first n bits have pseudonyms that share
 * their first n bits, too (Xu et al., "Prefix-Preserving IP Address Anonymization", 2002). Other
 * addresses become ones that no host has: of 240.0.0.0/4 (RFC 1112 §4) with the same /24 in the
 * same /24, or of 2001:db8::/32 (RFC 3849) with the same /48 and /64 in the same. Loopback,
 * unspecified, broadcast and link-local multicast addresses stay.
 */
final class AddressPseudonyms {
  private static final int FULL_NETWORK = 0xfffff;

  private final Pseudonyms pseudonyms;
  private final Set<InetAddress> known;
  private final Map<InetAddress, InetAddress> made = new HashMap<>();

  /**
   * @param known addresses that stay
   */
  AddressPseudonyms(Pseudonyms pseudonyms, Set<InetAddress> known) {
    this.pseudonyms = pseudonyms;
    this.known = Set.copyOf(known);
  }

  InetAddress of(InetAddress address) {
    InetAddress there = made.get(address);
    if (there == null) {
      there = known.contains(address) ? address : address(map(address.getAddress()));
      made.put(address, there);
    }
    return there;
  }

  /**
   * The name of an address in the reverse tree: {@code 3.2.1.10.in-addr.arpa}, and the same with
   * hexadecimal digits (RFC 3596 §2.5).
   *
   * @param labels those before the last two, each with its dot
   */
  String reverse(String labels, boolean four) {
    List<String> parts = new ArrayList<>(List.of(labels.split("\\.", -1)));
    parts.remove(parts.size() - 1);
    Collections.reverse(parts);
    byte[] bytes = new byte[four ? 4 : 16];
    for (int i = 0; i < parts.size(); i++) {
      int number = Integer.parseInt(parts.get(i), four ? 10 : 16) & 0xff;
      if (four) {
        bytes[i] = (byte) number;
      } else {
        bytes[i / 2] |= (byte) (i % 2 == 0 ? number << 4 : number);
      }
    }
    byte[] there = of(address(bytes)).getAddress();
    StringBuilder out = new StringBuilder();
    for (int i = parts.size() - 1; i >= 0; i--) {
      int digit = i % 2 == 0 ? there[i / 2] >> 4 & 0xf : there[i / 2] & 0xf;
      out.append(four ? Integer.toString(there[i] & 0xff) : Integer.toHexString(digit)).append('.');
    }
    return out + (four ? "in-addr.arpa" : "ip6.arpa");
  }

  /** The first bits of a pseudonym, the rest zero; fewer than 32 of IPv6 show nothing. */
  static InetAddress network(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16 && bits > 0 && bits < 32 && bytes[0] == 0x20) {
      return address;
    }
    return first(bytes, bits);
  }

  /** The first bits of an address, the rest zero. */
  static InetAddress first(InetAddress address, int bits) {
    return first(address.getAddress(), bits);
  }

  private static InetAddress first(byte[] bytes, int bits) {
    for (int bit = Math.max(0, bits); bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return address(bytes);
  }

  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private byte[] map(byte[] address) {
    return address.length == 4 ? four(address) : six(address);
  }

  private byte[] four(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    boolean nearby = first == 224 && second == 0 && address[2] == 0;
    if (first == 127 || nearby || isAll(address, 0) || isAll(address, -1)) {
      return address;
    }
    int block =
        first == 10
            ? 8
            : first == 172 && (second & 0xf0) == 16
                ? 12
                : first == 100 && (second & 0xc0) == 64
                    ? 10
                    : (first == 192 && second == 168) || (first == 169 && second == 254) ? 16 : 0;
    return block > 0 ? within(address, block) : elsewhere(address);
  }

  private byte[] elsewhere(byte[] address) {
    byte[] hash = pseudonyms.digest("network4", Arrays.copyOf(address, 3));
    int network = number(hash, 3) & FULL_NETWORK;
    // The last /24 has the broadcast address.
    network = network == FULL_NETWORK ? FULL_NETWORK - 1 : network;
    byte[] last = within(address, 24);
    return new byte[] {
      (byte) (0xf0 | network >> 16), (byte) (network >> 8), (byte) network, last[3]
    };
  }

  private byte[] six(byte[] address) {
    byte[] head = Arrays.copyOf(address, 12);
    boolean embeds = isAll(head, 0) || Arrays.equals(head, nat64()) || mapped(head);
    if (embeds && !isLocal(address)) {
      byte[] whole = address.clone();
      System.arraycopy(four(Arrays.copyOfRange(address, 12, 16)), 0, whole, 12, 4);
      return whole;
    }
    int first = address[0] & 0xff;
    boolean nearby =
        first == 0xff
            && (isAll(Arrays.copyOfRange(address, 1, 16), 0)
                || (address[1] == 2 && isAll(Arrays.copyOfRange(address, 2, 14), 0)));
    if (isLocal(address) || nearby) {
      return address;
    }
    if ((first & 0xfe) == 0xfc) {
      return within(address, 7);
    }
    if (first == 0xfe && (address[1] & 0xc0) == 0x80) {
      return within(address, isAll(Arrays.copyOfRange(address, 2, 8), 0) ? 64 : 10);
    }
    byte[] whole = new byte[16];
    whole[0] = 0x20;
    whole[1] = 0x01;
    whole[2] = 0x0d;
    whole[3] = (byte) 0xb8;
    fill(whole, 4, 6, "network48", Arrays.copyOf(address, 6));
    fill(whole, 6, 8, "network64", Arrays.copyOf(address, 8));
    fill(whole, 8, 16, "address6", address);
    return whole;
  }

  private void fill(byte[] whole, int from, int to, String purpose, byte[] part) {
    System.arraycopy(pseudonyms.digest(purpose, part), 0, whole, from, to - from);
  }

  /** Keeps the first bits, and flips each other one or not, as the bits before it decide. */
  private byte[] within(byte[] address, int block) {
    byte[] whole = address.clone();
    for (int bit = block; bit < address.length * 8; bit++) {
      byte[] prefix = first(address.clone(), bit).getAddress();
      byte[] named = Arrays.copyOf(prefix, prefix.length + 1);
      named[prefix.length] = (byte) bit;
      if ((pseudonyms.digest("bit", named)[0] & 1) == 1) {
        whole[bit / 8] ^= (byte) (0x80 >> bit % 8);
      }
    }
    return whole;
  }

  private static int number(byte[] bytes, int length) {
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number;
  }

  /** {@code ::} and {@code ::1}. */
  private static boolean isLocal(byte[] address) {
    return isAll(Arrays.copyOf(address, 15), 0) && (address[15] & 0xfe) == 0;
  }

  private static boolean mapped(byte[] head) {
    return isAll(Arrays.copyOf(head, 10), 0) && head[10] == -1 && head[11] == -1;
  }

  /** 64:ff9b::/96 (RFC 6052 §2.1). */
  private static byte[] nat64() {
    return new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  }

  private static boolean isAll(byte[] bytes, int value) {
    for (byte each : bytes) {
      if (each != value) {
        return false;
      }
    }
    return true;
  }

  /** The pseudonym's text for an address that was written as one of IPv4 in IPv6 (RFC 4291). */
  static String text(InetAddress address, boolean mapped) {
    String plain = address.getHostAddress();
    return mapped && address instanceof Inet4Address ? "::ffff:" + plain : plain;
  }
}
