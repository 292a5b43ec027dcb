package dev.rollcall.protocol.tds;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandInMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A stand-in's handling of a login: skips it unread, and refuses. */
final class StandInLogin {
  /** The type of a packet with a LOGIN7 (MS-TDS §2.2.6.4). */
  static final byte LOGIN7 = 0x10;

  private static final int LOGIN_FAILED = 18456;
  private static final String TEXT =
      "Login failed: a "
          + StandInMark.TEXT
          + " answers here, not SQL Server; it refuses every login";
  private static final int ERROR = 0xaa;
  private static final int DONE = 0xfd;
  private static final int DONE_ERROR = 2;
  private static final int MOST_PACKETS = 32;
  // Length and version come before anything about the user.
  private static final int KNOWN = 8;

  private StandInLogin() {}

  /** Refuses a LOGIN7; the type of its first packet has been read. */
  static void refuse(Caller caller) throws IOException {
    int version = 0;
    boolean last = false;
    for (int packet = 0; !last; packet++) {
      if (packet == MOST_PACKETS || (packet > 0 && caller.in().read() != LOGIN7)) {
        throw new IOException("no LOGIN7");
      }
      byte[] header = caller.read(Prelogin.HEADER - 1);
      last = (header[0] & Prelogin.END_OF_MESSAGE) != 0;
      int length = (ByteBuffer.wrap(header).getShort(1) & 0xffff) - Prelogin.HEADER;
      if (length < (packet == 0 ? KNOWN : 0)) {
        throw new IOException("no LOGIN7");
      }
      if (packet == 0) {
        byte[] known = caller.read(KNOWN);
        version = ByteBuffer.wrap(known).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        length -= KNOWN;
      }
      caller.in().skipNBytes(length);
    }
    caller.write(Prelogin.packet(Prelogin.RESPONSE, tokens(version)));
  }

  /**
   * ERROR (§2.2.7.10) and DONE (§2.2.7.6).
   *
   * @param version the client's TDS version: numbers are wider since 7.2
   */
  static byte[] tokens(int version) {
    int major = version >>> 24;
    boolean wide = major != 0x70 && major != 0x71;
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_16LE);
    byte[] server = StandInMark.NAME.getBytes(StandardCharsets.UTF_16LE);
    int error = 4 + 1 + 1 + 2 + text.length + 1 + server.length + 1 + (wide ? 4 : 2);
    int done = 1 + 2 + 2 + (wide ? 8 : 4);
    ByteBuffer out = ByteBuffer.allocate(3 + error + done).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) ERROR).putShort((short) error).putInt(LOGIN_FAILED).put((byte) 1);
    // Severity 14, as SQL Server sends for a failed login.
    out.put((byte) 14).putShort((short) TEXT.length()).put(text);
    // No procedure; its first line.
    out.put((byte) StandInMark.NAME.length()).put(server).put((byte) 0);
    out = wide ? out.putInt(1) : out.putShort((short) 1);
    out.put((byte) DONE).putShort((short) DONE_ERROR);
    // No command, no rows: the rest is zero.
    return out.array();
  }
}
