package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a server says to a LOGIN7 (MS-TDS §2.2.7), looked through before the driver sees it: for
 * drivers follow where they are sent, with the password, and remember partners for later logins.
 */
final class LoginAnswer {
  /** A login's answer is some hundred bytes. */
  private static final int MOST = 1 << 16;

  private static final int DONE_LENGTH = 12;
  private static final int STATUS_LENGTH = 4;
  private static final int LAST_FEATURE = 0xff;

  /** The types of ENVCHANGE (§2.2.7.9) that name other hosts. */
  private static final byte PARTNER = 13;

  private static final byte ROUTING = 20;
  private static final byte ENHANCED_ROUTING = 21;

  /** One that drivers pass over. */
  private static final byte PROMOTE = 15;

  private LoginAnswer() {}

  /**
   * Reads the whole answer.
   *
   * @return the same in packets again, without a partner's name
   * @throws ProbeException if it is no TDS, or sends the login on to another host
   */
  static byte[] read(Connection connection) throws IOException, ProbeException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] first = connection.read(Prelogin.HEADER);
    for (byte[] header = first; ; header = connection.read(Prelogin.HEADER)) {
      int length = (ByteBuffer.wrap(header).getShort(2) & 0xffff) - Prelogin.HEADER;
      if (header[0] != Prelogin.RESPONSE || length < 0) {
        throw ProbeException.malformed(
            "the answer to the login is no TDS response: " + Text.dump(header));
      }
      if (message.size() + length > MOST) {
        throw ProbeException.malformed("the answer to the login is longer than " + MOST + " bytes");
      }
      message.write(connection.read(length));
      if ((header[1] & Prelogin.END_OF_MESSAGE) != 0) {
        return packets(first, cleared(message.toByteArray()));
      }
    }
  }

  private static byte[] packets(byte[] header, byte[] message) {
    ByteBuffer packets = ByteBuffer.allocate(message.length + message.length / 2 + 64);
    int most = Prelogin.LARGEST - Prelogin.HEADER;
    int at = 0;
    do {
      int length = Math.min(most, message.length - at);
      boolean last = at + length == message.length;
      packets.put(Prelogin.RESPONSE).put((byte) (last ? Prelogin.END_OF_MESSAGE : 0));
      packets.putShort((short) (Prelogin.HEADER + length)).put(header, 4, 2);
      packets.put((byte) (at / most + 1)).put((byte) 0).put(message, at, length);
      at += length;
    } while (at < message.length);
    byte[] all = new byte[packets.position()];
    packets.flip().get(all);
    return all;
  }

  /** Walks through the tokens. */
  static byte[] cleared(byte[] bytes) throws ProbeException {
    ByteBuffer message = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (message.hasRemaining()) {
        int token = message.get() & 0xff;
        switch (token) {
          case 0xe3 -> change(slice(message, message.getShort() & 0xffff));
          // ORDER, ERROR, INFO, LOGINACK, SSPI
          case 0xa9, 0xaa, 0xab, 0xad, 0xed -> slice(message, message.getShort() & 0xffff);
          // SESSIONSTATE, FEDAUTHINFO
          case 0xe4, 0xee -> slice(message, message.getInt());
          // RETURNSTATUS
          case 0x79 -> slice(message, STATUS_LENGTH);
          // DONE, DONEPROC, DONEINPROC
          case 0xfd, 0xfe, 0xff -> slice(message, DONE_LENGTH);
          // FEATUREEXTACK
          case 0xae -> {
            while ((message.get() & 0xff) != LAST_FEATURE) {
              slice(message, message.getInt());
            }
          }
          default ->
              throw ProbeException.malformed(
                  "the answer to the login has an unknown token: " + Integer.toHexString(token));
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw ProbeException.malformed("a token of the answer to the login lies beyond its end");
    }
    return message.array();
  }

  private static ByteBuffer slice(ByteBuffer message, int length) {
    ByteBuffer part = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    message.position(message.position() + length);
    return part;
  }

  private static void change(ByteBuffer change) throws ProbeException {
    byte type = change.get();
    if (type == PARTNER) {
      change.put(0, PROMOTE);
    } else if (type == ROUTING || type == ENHANCED_ROUTING) {
      // Length and protocol stand before the port.
      int port = change.getShort(4) & 0xffff;
      byte[] name = new byte[2 * (change.getShort(6) & 0xffff)];
      change.get(8, name);
      throw TdsLogin.routed(Text.safe(new String(name, StandardCharsets.UTF_16LE)), port);
    }
  }
}
