package dev.rollcall.protocol.tds;

import dev.rollcall.probe.fault.ProbeException;
import java.util.OptionalInt;

/** A server's change of a session (ENVCHANGE, MS-TDS §2.2.7.9), as far as it matters here. */
final class EnvironmentChange {
  private static final int PACKET_SIZE = 4;

  /** The types that name other hosts. */
  private static final int PARTNER = 13;

  private static final int ROUTING = 20;
  private static final int ENHANCED_ROUTING = 21;

  /** A type that drivers ignore. */
  private static final byte PROMOTE = 15;

  /** What a client may request (§2.2.6.4); drivers allocate whatever a server says. */
  private static final int SMALLEST = 512;

  private static final int LARGEST = 32_767;

  private EnvironmentChange() {}

  /**
   * Checks one change, and replaces one that names a partner by one that drivers ignore.
   *
   * @return the size of packets, if that changes
   * @throws ProbeException if it redirects the session to another host, or is invalid
   */
  static OptionalInt check(TokenReader change) throws ProbeException {
    int type = change.u8();
    if (type == PARTNER) {
      change.replaceLast(PROMOTE);
    } else if (type == ROUTING || type == ENHANCED_ROUTING) {
      // Length and protocol come before the port.
      change.skip(3);
      int port = change.u16();
      throw TdsLogin.routed(change.text(change.u16()), port);
    } else if (type == PACKET_SIZE) {
      return OptionalInt.of(packetSize(change));
    }
    return OptionalInt.empty();
  }

  private static int packetSize(TokenReader change) throws ProbeException {
    String text = change.text(change.u8());
    int size = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (size < SMALLEST || size > LARGEST) {
      throw change.malformed("sets the size of packets to none of 512 to 32767");
    }
    return size;
  }
}
