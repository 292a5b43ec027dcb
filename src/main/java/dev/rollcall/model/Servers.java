package dev.rollcall.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * The servers in whose place a run was made: firewall rules are for their addresses.
 *
 * @param host what the host of the run is to them
 * @param all in the order of the site file; none if it names none, or if there was no site file
 */
public record Servers(Host host, List<Server> all) {
  public Servers {
    Objects.requireNonNull(host);
    all = List.copyOf(all);
  }

  /**
   * One server.
   *
   * @param name its host name
   * @param addresses from the site file, else from DNS; none if they are not known
   */
  public record Server(String name, List<InetAddress> addresses) {
    public Server {
      Objects.requireNonNull(name);
      addresses = List.copyOf(addresses);
    }
  }

  /** What the host of a run is. */
  public enum Host {
    /** One of the servers: it has an address of one, or the site file or its own name says so. */
    SERVER,
    /** None of the servers: it has the address of none. */
    NEIGHBOUR,
    /** Unknown: no server is named, or not all their addresses are known. */
    UNKNOWN
  }
}
