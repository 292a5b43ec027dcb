package dev.rollcall.probe.tls;

import dev.rollcall.probe.budget.LimitException;
import dev.rollcall.probe.fault.OsMessage;
import dev.rollcall.probe.net.BulkInput;
import dev.rollcall.probe.net.SocketView;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;

/**
 * What Java's TLS takes for the network: the records as they come (RFC 8446 §5.1, RFC 5246 §6.2.1),
 * of which it would lose or misread some.
 *
 * <ul>
 *   <li>Records are counted, so that a peer cannot keep its client busy with records that bring
 *       nothing: warnings, requests for a handshake, session tickets, key updates, handshakes in
 *       crumbs. Inside TLS they look like data, but they are small.
 *   <li>What comes before encryption is shown to a {@link ServerFlight}; a warning alert, after
 *       which clients go on, is passed over.
 *   <li>A write that the peer has reset is kept quiet until the next read: Java's TLS would give up
 *       at the write, and never read the alert that says why.
 *   <li>The first bytes of a peer that does not speak TLS are kept.
 * </ul>
 */
public final class TlsRecords extends SocketView {
  /** Records that come whatever they hold; a handshake has about ten. */
  static final int ALWAYS = 1000;

  /** Bytes that allow one record more. */
  private static final int BYTES = 512;

  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int HEARTBEAT = 24;
  private static final int ALERT_LENGTH = 2;
  private static final int MOST_FOREIGN = 200;

  private final Socket socket;
  private final ServerFlight flight = new ServerFlight();
  private final ByteArrayOutputStream foreign = new ByteArrayOutputStream();
  private final byte[] head = new byte[HEADER + ALERT_LENGTH];
  private Optional<SocketException> broken = Optional.empty();
  private long bytes;
  private long records;

  /** How much of the head has come, may be handed on, and was handed on. */
  private int come;

  private int ready;
  private int given;

  /** What is still to come of the body of a record. */
  private int left;

  private int type;
  private boolean encrypted;
  private boolean noTls;

  TlsRecords(Socket socket) {
    super(socket);
    this.socket = socket;
  }

  /** What the server said before it encrypted. */
  ServerFlight flight() {
    return flight;
  }

  /** Bytes that have come. */
  public long received() {
    return bytes;
  }

  /** Whether what came is not TLS. */
  public boolean noTls() {
    return noTls;
  }

  /** The first bytes of what is not TLS, at most 200, as far as they have come. */
  byte[] foreign() {
    try {
      InputStream in = socket.getInputStream();
      int more = Math.min(in.available(), MOST_FOREIGN - foreign.size());
      if (more > 0) {
        foreign.write(in.readNBytes(more));
      }
    } catch (IOException ended) {
      // What came before is what there is.
    }
    return foreign.toByteArray();
  }

  private int receive(InputStream in, byte[] buffer, int offset, int length) throws IOException {
    if (given == ready && left == 0 && !noTls && !next(in)) {
      ready = come;
      if (given == ready) {
        return -1;
      }
    }
    if (given < ready) {
      int some = Math.min(length, ready - given);
      System.arraycopy(head, given, buffer, offset, some);
      given += some;
      return some;
    }
    int count = in.read(buffer, offset, noTls ? length : Math.min(length, left));
    if (count > 0) {
      bytes += count;
      if (noTls) {
        foreign.write(buffer, offset, Math.min(count, MOST_FOREIGN - foreign.size()));
      } else {
        left -= count;
        if (type == HANDSHAKE && !encrypted) {
          flight.handshake(buffer, offset, count);
        }
      }
    }
    return count;
  }

  /**
   * Goes to the next record that is to be handed on, and reads its head, and all of an alert.
   *
   * @return false at the end of the stream
   */
  private boolean next(InputStream in) throws IOException {
    if (ready > 0) {
      come = 0;
      ready = 0;
      given = 0;
    }
    while (fill(in, HEADER)) {
      type = head[0] & 0xff;
      if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || head[1] != 3) {
        noTls = true;
        foreign.write(head, 0, HEADER);
        ready = HEADER;
        return true;
      }
      int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
      encrypted |= type == CHANGE_CIPHER_SPEC || type == APPLICATION_DATA;
      boolean readable = type == ALERT && length == ALERT_LENGTH && !encrypted;
      if (readable && !fill(in, HEADER + ALERT_LENGTH)) {
        return false;
      }
      count();
      if (!readable) {
        left = length;
        ready = HEADER;
        return true;
      }
      if (!flight.alert(head[HEADER], head[HEADER + 1] & 0xff)) {
        ready = HEADER + ALERT_LENGTH;
        return true;
      }
      come = 0;
    }
    return false;
  }

  /** Reads the head up to that many bytes; what has come stays, if the read is ended in between. */
  private boolean fill(InputStream in, int upTo) throws IOException {
    while (come < upTo) {
      int count = in.read(head, come, upTo - come);
      if (count < 0) {
        return false;
      }
      come += count;
      bytes += count;
    }
    return true;
  }

  private void count() throws LimitException {
    if (++records > ALWAYS + bytes / BYTES) {
      throw new LimitException(
          records
              + " TLS records came with hardly anything in them: a flood of alerts, session"
              + " tickets, key updates or handshake messages");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = socket.getInputStream();
    return new BulkInput() {
      @Override
      protected int readSome(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
          count = receive(in, buffer, offset, length);
        } catch (SocketException e) {
          throw broken.orElse(e);
        }
        if (count < 0 && broken.isPresent()) {
          throw broken.get();
        }
        return count;
      }

      @Override
      public int available() throws IOException {
        return ready - given + in.available();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(socket.getOutputStream()) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        if (broken.isPresent()) {
          return;
        }
        try {
          out.write(buffer, offset, length);
        } catch (SocketException e) {
          if (socket.isClosed() || !reset(e)) {
            throw e;
          }
          broken = Optional.of(e);
        }
      }

      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }
    };
  }

  /** Whether the peer has ended the connection, so that the next read ends at once. */
  private static boolean reset(SocketException e) {
    OsMessage message = OsMessage.of(e);
    return !(e instanceof NoRouteToHostException)
        && message != OsMessage.NETWORK_UNREACHABLE
        && message != OsMessage.TIMED_OUT;
  }
}
