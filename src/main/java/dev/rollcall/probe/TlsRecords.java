package dev.rollcall.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What TLS takes for the network: counts the records that come (RFC 8446 §5.1, RFC 5246 §6.2.1), so
 * that a peer cannot keep its client busy with records that bring nothing: warnings, requests for a
 * handshake, session tickets, key updates, handshakes in crumbs. Inside TLS they cannot be told
 * from data, but they are small.
 */
final class TlsRecords extends SocketView {
  /** Records that come whatever they hold; a handshake has about ten. */
  static final int ALWAYS = 1000;

  /** Bytes that allow one record more. */
  private static final int BYTES = 512;

  private static final int HEADER = 5;

  private final Socket socket;
  private long bytes;
  private long records;
  private int headed;
  private int length;
  private int left;

  TlsRecords(Socket socket) {
    super(socket);
    this.socket = socket;
  }

  private void count(byte[] buffer, int offset, int count) throws LimitException {
    bytes += count;
    for (int at = offset; at < offset + count; ) {
      if (left > 0) {
        int body = Math.min(left, offset + count - at);
        left -= body;
        at += body;
      } else {
        // The last two bytes of a header are the length of what follows.
        length = length << 8 | (buffer[at++] & 0xff);
        if (++headed == HEADER) {
          left = length & 0xffff;
          headed = 0;
          records++;
        }
      }
    }
    if (records > ALWAYS + bytes / BYTES) {
      throw new LimitException(
          records
              + " TLS records came with hardly anything in them: a flood of alerts, session"
              + " tickets, key updates or handshake messages");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = socket.getInputStream();
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        count(buffer, offset, Math.max(0, read));
        return read;
      }

      @Override
      public int available() throws IOException {
        return in.available();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }
}
