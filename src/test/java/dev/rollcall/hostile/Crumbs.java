package dev.rollcall.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Answers of many small things, each of which takes a client more memory than wire. */
final class Crumbs {
  private Crumbs() {}

  static byte[] of(Part part) {
    return switch (part) {
      case LDAPS -> ldap(120_000);
      case HTTP, HTTPS, PERSISTENCE, PORT -> fields();
      case SMTP -> text("220-x\r\n".repeat(40_000));
      case SSH -> text("x\r\n".repeat(60_000));
      case KERBEROS, KERBEROS_UDP -> kerberos(part == Part.KERBEROS ? 60_000 : 30_000);
      case SSRP -> ssrp();
      case SMB, TDS, NTP -> Arrays.copyOf(part.huge(), 60_000);
    };
  }

  /** What a server says slowly: the beginning of something long. */
  static byte[] slow(Part part) {
    return Arrays.copyOf(of(part), 30);
  }

  /** A NewSessionTicket (RFC 8446 §4.6.1). */
  static byte[] ticket() {
    ByteBuffer ticket = ByteBuffer.allocate(4 + 4 + 4 + 2 + 2 + 16 + 2);
    ticket.putInt(4 << 24 | ticket.capacity() - 4).putInt(7200).putInt(1);
    ticket.put((byte) 1).put((byte) 7).putShort((short) 16).put(new byte[16]).putShort((short) 0);
    return ticket.array();
  }

  /** A search result entry (RFC 4511 §4.5.2) whose one attribute has that many empty values. */
  static byte[] ldap(int values) {
    byte[] all = new byte[2 * values];
    for (int i = 0; i < all.length; i += 2) {
      all[i] = 4;
    }
    byte[] attribute =
        element(0x30, concat(element(4, text("namingContexts")), element(0x31, all)));
    byte[] entry = element(0x64, concat(element(4, new byte[0]), element(0x30, attribute)));
    return element(0x30, concat(new byte[] {2, 1, 1}, entry));
  }

  /** A KRB-ERROR (RFC 4120 §5.9.1) of that many empty fields, with a length before it over TCP. */
  private static byte[] kerberos(int fields) {
    byte[] all = new byte[2 * fields];
    for (int i = 0; i < all.length; i += 2) {
      all[i] = (byte) 0xa0;
    }
    byte[] message = element(0x7e, element(0x30, all));
    return fields > 30_000
        ? ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array()
        : message;
  }

  private static byte[] fields() {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 99; i++) {
      head.append("X-").append(i).append(": ").append("v".repeat(16_000)).append("\r\n");
    }
    return text(head.toString());
  }

  private static byte[] ssrp() {
    byte[] text = text(";".repeat(60_000));
    return ByteBuffer.allocate(3 + text.length)
        .put((byte) 5)
        .put((byte) text.length)
        .put((byte) (text.length >> 8))
        .put(text)
        .array();
  }

  private static byte[] element(int tag, byte[] content) {
    return ByteBuffer.allocate(6 + content.length)
        .put((byte) tag)
        .put((byte) 0x84)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
