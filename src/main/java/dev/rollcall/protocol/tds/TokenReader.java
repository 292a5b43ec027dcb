package dev.rollcall.protocol.tds;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor in the tokens of one response (MS-TDS §2.2.7), little-endian. A length beyond the end is
 * MALFORMED.
 */
final class TokenReader {
  private final ByteBuffer bytes;
  private final String what;

  /**
   * @param bytes not copied
   * @param what the response answers, for messages: "the login"
   */
  TokenReader(byte[] bytes, String what) {
    this(ByteBuffer.wrap(bytes), what);
  }

  private TokenReader(ByteBuffer bytes, String what) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.what = what;
  }

  boolean atEnd() {
    return !bytes.hasRemaining();
  }

  int remaining() {
    return bytes.remaining();
  }

  int u8() throws ProbeException {
    need(1);
    return bytes.get() & 0xff;
  }

  int u16() throws ProbeException {
    need(2);
    return bytes.getShort() & 0xffff;
  }

  int i32() throws ProbeException {
    need(4);
    return bytes.getInt();
  }

  long i64() throws ProbeException {
    need(8);
    return bytes.getLong();
  }

  void skip(long length) throws ProbeException {
    need(length);
    bytes.position(bytes.position() + (int) length);
  }

  /** So many characters of UTF-16. */
  String text(int characters) throws ProbeException {
    need(2L * characters);
    byte[] text = new byte[2 * characters];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_16LE);
  }

  /** A separate cursor for the next bytes. */
  TokenReader part(int length) throws ProbeException {
    need(length);
    TokenReader part = new TokenReader(bytes.slice(bytes.position(), length), what);
    skip(length);
    return part;
  }

  /** Replaces the byte that was read last. */
  void replaceLast(byte other) {
    bytes.put(bytes.position() - 1, other);
  }

  /** Checks the end: a driver that reads less would take the rest for tokens. */
  void end(int token) throws ProbeException {
    if (!atEnd()) {
      throw malformed(
          "has " + remaining() + " bytes too many in a token " + Integer.toHexString(token));
    }
  }

  /**
   * @param why a phrase to follow "the answer to the login"
   */
  ProbeException malformed(String why) {
    return ProbeException.malformed("the answer to " + what + " " + why);
  }

  private void need(long length) throws ProbeException {
    if (length < 0 || length > bytes.remaining()) {
      // A number from a server could contain bytes of a secret: it is not quoted.
      throw malformed("claims more bytes than the " + bytes.remaining() + " that are left");
    }
  }
}
