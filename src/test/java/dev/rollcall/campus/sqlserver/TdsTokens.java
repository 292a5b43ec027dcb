package dev.rollcall.campus.sqlserver;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;

/** The tokens of a response (MS-TDS 2.2.7), all numbers little-endian. */
final class TdsTokens {
  private static final int ERROR = 0xaa;
  private static final int DONE = 0xfd;
  private static final int DONE_MORE = 1;
  private static final int DONE_ERROR = 2;
  private static final int DONE_COUNT = 0x10;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  TdsTokens u8(int value) {
    bytes.write(value);
    return this;
  }

  TdsTokens u16(int value) {
    return u8(value).u8(value >>> 8);
  }

  TdsTokens u32(int value) {
    return u16(value).u16(value >>> 16);
  }

  TdsTokens bytes(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  /** B_VARCHAR. */
  TdsTokens shortText(String text) {
    return u8(text.length()).bytes(text.getBytes(UTF_16LE));
  }

  /** SQL_Latin1_General_CP1_CI_AS. */
  TdsTokens collation() {
    return u32(0x00d00409).u8(0x34);
  }

  TdsTokens token(int type, TdsTokens content) {
    return u8(type).u16(content.bytes.size()).bytes(content.toBytes());
  }

  /** One ERROR. */
  TdsTokens error(int number, int severity, String server, String message) {
    TdsTokens error = new TdsTokens().u32(number).u8(1).u8(severity).u16(message.length());
    return token(
        ERROR, error.bytes(message.getBytes(UTF_16LE)).shortText(server).shortText("").u32(1));
  }

  /** The end, without a result. */
  TdsTokens done() {
    return done(0, 0);
  }

  /** The end, after errors. */
  TdsTokens failed() {
    return done(DONE_ERROR, 0);
  }

  /** The end of a result of one row. */
  TdsTokens counted(boolean more) {
    return done(DONE_COUNT | (more ? DONE_MORE : 0), 1);
  }

  private TdsTokens done(int status, int rows) {
    return u8(DONE).u16(status).u16(0).u32(rows).u32(0);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
