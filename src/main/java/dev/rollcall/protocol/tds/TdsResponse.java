package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A server's response, read completely from its packets (MS-TDS §2.2.3.1) and packed again. */
final class TdsResponse {
  /** The most bytes of one response; expected ones have a few thousand. */
  static final int MOST = 1 << 16;

  private TdsResponse() {}

  /**
   * Reads up to the end of the message.
   *
   * @param what the response answers, for messages: "the login"
   * @return the tokens, {@link #MOST} bytes of them at most
   * @throws ProbeException MALFORMED if it is not TDS, or longer
   */
  static byte[] read(Connection connection, String what) throws IOException, ProbeException {
    return read(connection.read(Prelogin.HEADER), connection, what, MOST);
  }

  /**
   * As {@link #read(Connection, String)}.
   *
   * @param begin the header of the first packet, which has been read
   * @param most the most bytes of all packets without their headers
   */
  static byte[] read(byte[] begin, Connection connection, String what, int most)
      throws IOException, ProbeException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] next = begin;
    while (true) {
      byte[] header = next;
      int length = (ByteBuffer.wrap(header).getShort(2) & 0xffff) - Prelogin.HEADER;
      if (header[0] != Prelogin.RESPONSE || length < 0) {
        throw ProbeException.malformed(
            quotes -> "the answer to " + what + " is not a TDS response: " + quotes.bytes(header));
      }
      if (message.size() + length > most) {
        throw ProbeException.malformed(
            "the answer to " + what + " is longer than " + most + " bytes");
      }
      message.write(connection.read(length));
      if ((header[1] & Prelogin.END_OF_MESSAGE) != 0) {
        return message.toByteArray();
      }
      next = connection.read(Prelogin.HEADER);
    }
  }

  /**
   * Puts tokens into packets.
   *
   * @param size of a packet at most, header included
   */
  static byte[] packets(byte[] tokens, int size) {
    int most = Math.min(size, Prelogin.LARGEST) - Prelogin.HEADER;
    int count = Math.max(1, (tokens.length + most - 1) / most);
    ByteBuffer packets = ByteBuffer.allocate(tokens.length + count * Prelogin.HEADER);
    for (int packet = 0; packet < count; packet++) {
      int at = packet * most;
      int length = Math.min(most, tokens.length - at);
      boolean last = packet == count - 1;
      packets.put(Prelogin.RESPONSE).put((byte) (last ? Prelogin.END_OF_MESSAGE : 0));
      packets.putShort((short) (Prelogin.HEADER + length)).putShort((short) 0);
      packets.put((byte) (packet + 1)).put((byte) 0).put(tokens, at, length);
    }
    return packets.array();
  }
}
