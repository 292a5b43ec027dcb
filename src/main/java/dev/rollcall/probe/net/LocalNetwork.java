package dev.rollcall.probe.net;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads this host's own network configuration; sends nothing. */
public final class LocalNetwork {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private LocalNetwork() {}

  /**
   * The local address that packets to the destination would carry: a datagram socket is connected,
   * which only consults the routing table.
   *
   * @return empty if this host has no route there
   */
  public static Optional<InetAddress> sourceTowards(InetAddress destination) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(destination, 9));
      InetAddress local = socket.getLocalAddress();
      return local == null || local.isAnyLocalAddress() ? Optional.empty() : Optional.of(local);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether this host can send from that address: not if it does not have it, or if IPv6 still
   * looks for a duplicate of it. Clusters may let a host send from an address that it does not
   * have.
   */
  public static boolean canSendFrom(InetAddress source) {
    try (DatagramSocket socket = new DatagramSocket(0, source)) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    } catch (SocketException e) {
      // Another trouble, such as no free file: it says nothing of the address.
      return true;
    }
  }

  /** This host's own name, as its kernel or its environment has it; asks no name server. */
  public static Optional<String> hostName() {
    try {
      if (Files.isReadable(KERNEL)) {
        return Optional.of(Files.readString(KERNEL).strip());
      }
    } catch (IOException e) {
      // Try the environment.
    }
    return Optional.ofNullable(System.getenv("COMPUTERNAME"));
  }

  /** Whether an interface of this host has the address, loopback left out. */
  public static boolean isOwn(InetAddress address) {
    return interfaces().stream().flatMap(NetworkInterface::inetAddresses).anyMatch(address::equals);
  }

  /** Whether the address is on a network that this host is attached to. */
  public static boolean onLink(InetAddress destination) {
    return interfaces(true).stream()
        .flatMap(network -> network.getInterfaceAddresses().stream())
        .anyMatch(local -> contains(local, destination));
  }

  /**
   * Whether this host has an IPv4 address of its own, loopback left out. A link-local one does not
   * count: a host gives itself one where no DHCP server answers (RFC 3927).
   *
   * @param reaches whether it has a route to an address; it has one to its own
   */
  public static boolean hasIpv4(Predicate<InetAddress> reaches) {
    return hasIpv4(interfaces().stream().flatMap(NetworkInterface::inetAddresses), reaches);
  }

  static boolean hasIpv4(Stream<InetAddress> own, Predicate<InetAddress> reaches) {
    return own.anyMatch(
        address ->
            address instanceof Inet4Address
                && !address.isLinkLocalAddress()
                && reaches.test(address));
  }

  /** The interfaces that are up, loopback left out; none if the system does not list them. */
  public static List<NetworkInterface> interfaces() {
    return interfaces(false);
  }

  private static List<NetworkInterface> interfaces(boolean loopback) {
    List<NetworkInterface> up = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp() && (loopback || !network.isLoopback())) {
          up.add(network);
        }
      }
    } catch (SocketException e) {
      return List.of();
    }
    return up;
  }

  private static boolean contains(InterfaceAddress network, InetAddress address) {
    byte[] left = network.getAddress().getAddress();
    byte[] right = address.getAddress();
    int prefix = network.getNetworkPrefixLength();
    boolean linkLocal = address instanceof Inet6Address v6 && v6.isLinkLocalAddress();
    if (left.length != right.length || prefix <= 0 || linkLocal) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
