package dev.rollcall.probe.path;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A connection request of ours, as an ICMP message quotes it from its TCP header on. */
final class Quoted {
  private static final int OFFSET_AT = 12;
  private static final int HEADER = 20;
  private static final int END = 0;
  private static final int PADDING = 1;
  private static final int MSS = 2;
  private static final int MSS_LENGTH = 4;

  private Quoted() {}

  /**
   * The maximum segment size that it asks for (RFC 9293 §3.7.1), in bytes; empty if the quotation
   * is too short, as older routers quote eight bytes only (RFC 792), or has none.
   */
  static OptionalInt mss(byte[] header) {
    if (header.length < HEADER) {
      return OptionalInt.empty();
    }
    int end = Math.min(header.length, ((header[OFFSET_AT] & 0xff) >> 4) * 4);
    for (int at = HEADER; at < end && header[at] != END; ) {
      if (header[at] == PADDING) {
        at++;
        continue;
      }
      int length = at + 1 < end ? header[at + 1] & 0xff : 0;
      if (length < 2 || at + length > end) {
        return OptionalInt.empty();
      }
      if (header[at] == MSS && length == MSS_LENGTH) {
        return OptionalInt.of(ByteBuffer.wrap(header).getShort(at + 2) & 0xffff);
      }
      at += length;
    }
    return OptionalInt.empty();
  }
}
