package dev.rollcall.probe.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** This host's routing table, as Linux says it (proc_net(5)); other systems do not. */
public final class LocalRoutes {
  private static final int MOST = 100;
  private static final int UP = 1;
  private static final int GATEWAY = 2;

  private LocalRoutes() {}

  /**
   * The routes of both families, as {@code ip route} writes them: {@code 10.1.2.0/24 dev eth0},
   * {@code default via 10.1.2.1 dev eth0}. At most 100 a family, without those of loopback.
   */
  public static List<String> all() {
    List<String> routes = new ArrayList<>();
    routes.addAll(four(SystemFile.lines(Path.of("/proc/net/route"))));
    routes.addAll(six(SystemFile.lines(Path.of("/proc/net/ipv6_route"))));
    return routes;
  }

  /** Iface, destination, gateway, flags, …, mask in the eighth; bytes in the host's order. */
  static List<String> four(List<String> lines) {
    List<String> routes = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > 7 && fields[1].matches("[0-9A-F]{8}") && routes.size() < MOST) {
        int bits = Long.bitCount(Long.parseLong(fields[7], 16));
        route(reversed(fields[1]), bits, reversed(fields[2]), fields[3], fields[0])
            .ifPresent(routes::add);
      }
    }
    return routes;
  }

  /** Destination, its bits, source, its bits, next hop, metric, …, flags, device. */
  static List<String> six(List<String> lines) {
    List<String> routes = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > 9 && fields[0].matches("[0-9a-f]{32}") && routes.size() < MOST) {
        int bits = Integer.parseInt(fields[1], 16);
        route(fields[0], bits, fields[4], fields[8], fields[9]).ifPresent(routes::add);
      }
    }
    return routes;
  }

  /**
   * The gateway to an address of IPv4, by the main table's longest prefix; empty for a directly
   * attached network, for IPv6, and where the system does not say or has very many routes, of which
   * a part is read only.
   */
  public static Optional<InetAddress> gateway(InetAddress destination) {
    return destination instanceof Inet4Address
        ? gateway(SystemFile.lines(Path.of("/proc/net/route")), destination)
        : Optional.empty();
  }

  static Optional<InetAddress> gateway(List<String> lines, InetAddress destination) {
    if (lines.size() >= SystemFile.MOST) {
      return Optional.empty();
    }
    int wanted = ByteBuffer.wrap(destination.getAddress()).getInt();
    return lines.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(
            fields ->
                fields.length > 7
                    && List.of(1, 2, 7).stream().allMatch(i -> fields[i].matches("[0-9A-F]{8}"))
                    && fields[3].matches("[0-9A-F]{1,8}")
                    && fields[6].matches("[0-9]{1,9}")
                    && (number(fields[3]) & UP) != 0
                    && (wanted & number(reversed(fields[7]))) == number(reversed(fields[1])))
        .min(
            Comparator.<String[]>comparingInt(fields -> -Integer.bitCount(number(fields[7])))
                .thenComparingInt(fields -> Integer.parseInt(fields[6])))
        .filter(fields -> (number(fields[3]) & GATEWAY) != 0)
        .flatMap(fields -> inet(reversed(fields[2])));
  }

  private static int number(String hex) {
    return (int) Long.parseLong(hex, 16);
  }

  private static Optional<InetAddress> inet(String hex) {
    try {
      return Optional.of(parsed(hex));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> route(
      String network, int bits, String gateway, String flags, String device) {
    if ((Long.parseLong(flags, 16) & UP) == 0 || device.equals("lo")) {
      return Optional.empty();
    }
    try {
      String to = bits == 0 && network.matches("0+") ? "default" : address(network) + "/" + bits;
      String via = gateway.matches("0+") ? "" : " via " + address(gateway);
      return Optional.of(to + via + " dev " + device);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String address(String hex) throws IOException {
    return parsed(hex).getHostAddress();
  }

  private static InetAddress parsed(String hex) throws IOException {
    return InetAddress.getByAddress(HexFormat.of().parseHex(hex));
  }

  private static String reversed(String hex) {
    return hex.length() != 8
        ? hex
        : hex.substring(6) + hex.substring(4, 6) + hex.substring(2, 4) + hex.substring(0, 2);
  }
}
