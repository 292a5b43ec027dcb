package dev.rollcall.protocol.tds;

import dev.rollcall.probe.net.BulkInput;
import dev.rollcall.probe.net.SocketView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The transport below TLS: its records are the payload of PRELOGIN packets (MS-TDS §2.2.6.5) until
 * the handshake is over. Each flight of the handshake makes one message, as both sides expect; it
 * is sent when TLS starts to read.
 */
final class TdsFraming extends SocketView {
  private final InputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private int left;
  private boolean answered;
  private boolean open;
  private Optional<byte[]> malformed = Optional.empty();

  TdsFraming(Socket socket) throws IOException {
    super(socket);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Whether a byte of the peer's handshake came. */
  boolean answered() {
    return answered;
  }

  /** The error in the peer's packets; empty if there was none. */
  Optional<byte[]> malformed() {
    return malformed;
  }

  /** Sends the handshake's last flight. */
  void send() throws IOException {
    byte[] message = pending.toByteArray();
    pending.reset();
    int most = Prelogin.LARGEST - Prelogin.HEADER;
    for (int at = 0; at < message.length; at += most) {
      int length = Math.min(most, message.length - at);
      boolean last = at + length == message.length;
      ByteBuffer packet = ByteBuffer.allocate(Prelogin.HEADER + length);
      packet.put(Prelogin.REQUEST).put((byte) (last ? 1 : 0));
      packet.putShort((short) packet.capacity()).putShort((short) 0);
      packet.put((byte) (at / most + 1)).put((byte) 0);
      out.write(packet.put(message, at, length).array());
    }
    out.flush();
  }

  /**
   * Sends the last flight of a server's handshake, and ends the framing: later records are sent
   * directly.
   */
  void unpack() throws IOException {
    send();
    open = true;
  }

  private int receive(byte[] buffer, int offset, int length) throws IOException {
    if (pending.size() > 0) {
      send();
    }
    if (open && left == 0) {
      return in.read(buffer, offset, length);
    }
    while (left == 0) {
      byte[] header = in.readNBytes(Prelogin.HEADER);
      answered |= header.length > 0;
      if (header.length < Prelogin.HEADER) {
        return -1;
      }
      left = (ByteBuffer.wrap(header).getShort(2) & 0xffff) - Prelogin.HEADER;
      if ((header[0] != Prelogin.REQUEST && header[0] != Prelogin.RESPONSE) || left < 0) {
        malformed = Optional.of(header);
        throw new IOException("not a TDS packet");
      }
    }
    int count = in.read(buffer, offset, Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public InputStream getInputStream() {
    return new BulkInput() {
      @Override
      protected int readSome(byte[] buffer, int offset, int length) throws IOException {
        return receive(buffer, offset, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        if (open) {
          out.write(buffer, offset, length);
        } else {
          pending.write(buffer, offset, length);
        }
      }

      @Override
      public void flush() throws IOException {
        if (open) {
          out.flush();
        }
      }
    };
  }
}
