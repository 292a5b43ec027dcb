package dev.rollcall.probe.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;

/**
 * Whether neighbours answer this host's ARP requests. Linux says it of IPv4 to every user, in
 * {@code /proc/net/arp} (proc_net_arp(5)); other systems do not.
 */
public final class NeighbourTable {
  private static final Path TABLE = Path.of("/proc/net/arp");

  /** A table with more lines is not searched to the end. */
  private static final int MOST = 100_000;

  /** ATF_COM of {@code <net/if_arp.h>}: the hardware address is known. */
  private static final int COMPLETE = 2;

  /** What is known of a neighbour. */
  public enum Neighbour {
    /** It answers, or did so a moment ago. */
    ANSWERS,
    /** It is looked for, and does not answer. */
    SILENT,
    /** The system does not say: not a neighbour, or one of a network without ARP. */
    UNKNOWN
  }

  private NeighbourTable() {}

  /** What is known of the host with this address. */
  public static Neighbour of(InetAddress address) {
    return of(TABLE, address);
  }

  static Neighbour of(Path table, InetAddress address) {
    String start = address.getHostAddress() + " ";
    Neighbour found = Neighbour.UNKNOWN;
    try (BufferedReader lines = SystemFile.open(table)) {
      String line = lines.readLine();
      for (int i = 0; i < MOST && line != null && found != Neighbour.ANSWERS; i++) {
        found = line.startsWith(start) ? of(line.split(" +")) : found;
        line = lines.readLine();
      }
    } catch (IOException e) {
      // This system does not tell.
    }
    return found;
  }

  /** Of the fields address, hardware type, flags and more. */
  private static Neighbour of(String... fields) {
    if (fields.length < 3 || !fields[2].matches("0x[0-9a-f]{1,4}")) {
      return Neighbour.UNKNOWN;
    }
    boolean complete = (Integer.parseInt(fields[2].substring(2), 16) & COMPLETE) != 0;
    return complete ? Neighbour.ANSWERS : Neighbour.SILENT;
  }
}
