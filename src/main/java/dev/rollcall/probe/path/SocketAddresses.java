package dev.rollcall.probe.path;

import com.sun.jna.Memory;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** The C forms of socket addresses, and the names of options, of IPv4 or IPv6 (ip(7), ipv6(7)). */
final class SocketAddresses {
  private static final int SIZE_4 = 16;
  private static final int SIZE_6 = 28;
  private static final int PORT_AT = 2;
  private static final int ADDRESS_4_AT = 4;
  private static final int ADDRESS_6_AT = 8;

  private final boolean six;

  SocketAddresses(boolean six) {
    this.six = six;
  }

  int family() {
    return six ? 10 : 2;
  }

  /** SOL_IPV6 or SOL_IP. */
  int level() {
    return six ? 41 : 0;
  }

  /** IPV6_UNICAST_HOPS or IP_TTL. */
  int hopLimit() {
    return six ? 16 : 2;
  }

  /** IPV6_RECVERR or IP_RECVERR. */
  int receiveErrors() {
    return six ? 25 : 11;
  }

  /** IPV6_MTU_DISCOVER or IP_MTU_DISCOVER. */
  int pathDiscovery() {
    return six ? 23 : 10;
  }

  /**
   * A sockaddr_in or sockaddr_in6.
   *
   * @param address the unspecified one if empty
   */
  Memory memory(Optional<InetAddress> address, int port) {
    Memory memory = new Memory(six ? SIZE_6 : SIZE_4);
    memory.clear();
    memory.setShort(0, (short) family());
    memory.setByte(PORT_AT, (byte) (port >> 8));
    memory.setByte(PORT_AT + 1, (byte) port);
    address
        .map(InetAddress::getAddress)
        .ifPresent(
            bytes -> memory.write(six ? ADDRESS_6_AT : ADDRESS_4_AT, bytes, 0, bytes.length));
    return memory;
  }

  /** The port of a socket that is bound. */
  int port(LibC calls, int socket) throws IOException {
    try (Memory memory = new Memory(SIZE_6);
        Memory length = new Memory(4)) {
      memory.clear();
      length.setInt(0, SIZE_6);
      if (calls.getsockname(socket, memory, length) != 0) {
        throw new IOException("getsockname failed");
      }
      return (memory.getByte(PORT_AT) & 0xff) << 8 | (memory.getByte(PORT_AT + 1) & 0xff);
    }
  }
}
