package dev.rollcall.probe.path;

import dev.rollcall.model.path.Transport;

/** What is sent to find out how far it gets. */
final class HopPacket {
  private final Transport transport;
  private final byte[] payload;
  private final boolean whole;

  private HopPacket(Transport transport, byte[] payload, boolean whole) {
    this.transport = transport;
    this.payload = payload;
    this.whole = whole;
  }

  /** A TCP segment that asks for a connection. */
  static HopPacket connectionRequest() {
    return new HopPacket(Transport.TCP, new byte[0], false);
  }

  /** A datagram. */
  static HopPacket datagram(byte[] payload) {
    return new HopPacket(Transport.UDP, payload.clone(), false);
  }

  /**
   * A datagram of zeros that no host may cut into pieces (RFC 791 §2.3, "don't fragment").
   *
   * @param length of its payload, in bytes
   */
  static HopPacket unfragmented(int length) {
    return new HopPacket(Transport.UDP, new byte[length], true);
  }

  Transport transport() {
    return transport;
  }

  boolean is(Transport other) {
    return transport == other;
  }

  byte[] payload() {
    return payload.clone();
  }

  /** Whether it may not be fragmented. */
  boolean whole() {
    return whole;
  }
}
