package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Kerberos over TCP: each message is led by its length in four bytes, the highest bit 0 (RFC 4120
 * §7.2.2).
 */
final class KdcStream {
  /** Tickets with large authorisation data stay below this, in bytes. */
  static final int LARGEST_MESSAGE = 128 << 10;

  private KdcStream() {}

  /** The message with its length before it. */
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  /**
   * Sends a message and reads one.
   *
   * @throws ProbeException MALFORMED for anything that is no Kerberos
   */
  static byte[] ask(Connection connection, byte[] message) throws ProbeException, IOException {
    connection.write(framed(message));
    // The first byte is enough to tell what is no Kerberos, and may be all that ever comes.
    byte[] first = connection.read(1);
    if (first[0] != 0) {
      throw notKerberos(connection, first);
    }
    byte[] head = ByteBuffer.allocate(4).put(first).put(connection.read(3)).array();
    int length = ByteBuffer.wrap(head).getInt();
    if (length == 0 || length > LARGEST_MESSAGE) {
      throw notKerberos(connection, head);
    }
    return connection.read(length);
  }

  private static ProbeException notKerberos(Connection connection, byte[] head) throws IOException {
    byte[] more = connection.read(Math.min(connection.in().available(), 64));
    return ProbeException.malformed(
        quotes ->
            "the answer is not Kerberos: "
                + quotes.bytes(
                    ByteBuffer.allocate(head.length + more.length).put(head).put(more).array()));
  }
}
