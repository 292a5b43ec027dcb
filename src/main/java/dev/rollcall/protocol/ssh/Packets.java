package dev.rollcall.protocol.ssh;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Binary packets before encryption begins (RFC 4253 §6), and the types in them (RFC 4251 §5). */
final class Packets {
  static final int DISCONNECT = 1;
  static final int KEXINIT = 20;
  static final int KEX_ECDH_INIT = 30;
  static final int KEX_ECDH_REPLY = 31;

  /** RFC 4253 §6.1. */
  private static final int LARGEST = 35_000;

  private static final int BLOCK = 8;
  private static final int LEAST_PADDING = 4;

  private Packets() {}

  /**
   * The next packet's payload, at least one byte.
   *
   * @throws ProtocolException if it is not a packet
   */
  static byte[] read(InputStream in) throws IOException {
    int length = ByteBuffer.wrap(bytes(in, 4)).getInt();
    if (length < 2 || length > LARGEST) {
      throw new ProtocolException();
    }
    int padding = bytes(in, 1)[0] & 0xff;
    int payload = length - 1 - padding;
    if (payload < 1) {
      throw new ProtocolException();
    }
    byte[] read = bytes(in, payload);
    bytes(in, padding);
    return read;
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed within a packet");
    }
    return bytes;
  }

  /** A packet, padded with zeros, as it is not encrypted. */
  static byte[] packet(byte[] payload) {
    int padding = BLOCK - (4 + 1 + payload.length) % BLOCK;
    if (padding < LEAST_PADDING) {
      padding += BLOCK;
    }
    return ByteBuffer.allocate(4 + 1 + payload.length + padding)
        .putInt(1 + payload.length + padding)
        .put((byte) padding)
        .put(payload)
        .array();
  }

  /** A packet that ends the connection (RFC 4253 §11.1). */
  static byte[] disconnect(int reason, String description) {
    return packet(
        new Writer().type(DISCONNECT).number(reason).string(description).string("").bytes());
  }

  /** The description of such a payload; empty if it is another one. */
  static Optional<String> disconnected(byte[] payload) throws ProtocolException {
    if (payload[0] != DISCONNECT) {
      return Optional.empty();
    }
    ByteBuffer rest = ByteBuffer.wrap(payload);
    if (rest.remaining() < 5) {
      throw new ProtocolException();
    }
    rest.position(5);
    return Optional.of(new String(string(rest), StandardCharsets.UTF_8));
  }

  /** The next string. */
  static byte[] string(ByteBuffer from) throws ProtocolException {
    if (from.remaining() < 4) {
      throw new ProtocolException();
    }
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new ProtocolException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** Received data is not SSH. */
  static final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException() {
      super("not an SSH packet");
    }
  }

  /** Puts a payload together. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer type(int number) {
      out.write(number);
      return this;
    }

    Writer number(int number) {
      return raw(ByteBuffer.allocate(4).putInt(number).array());
    }

    Writer string(byte[] bytes) {
      return number(bytes.length).raw(bytes);
    }

    Writer string(String text) {
      return string(text.getBytes(StandardCharsets.US_ASCII));
    }

    Writer raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
