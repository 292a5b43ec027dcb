package dev.rollcall.fuzz.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The bytes of a {@link Script}'s connection, and its end. */
final class ScriptedInput extends InputStream {
  private static final int CRUMB = 3;

  private final byte[] bytes;
  private final Script script;
  private boolean asked;
  private int at;

  ScriptedInput(byte[] bytes, Script script) {
    this.bytes = bytes;
    this.script = script;
  }

  /** Where the questions go; they are not read. */
  OutputStream questions() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        asked = true;
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        asked = true;
      }
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (script.waits() && !asked) {
      throw new SocketTimeoutException("Read timed out");
    }
    if (at == bytes.length) {
      return switch (script.end()) {
        case CLOSED -> -1;
        case SILENT -> throw new SocketTimeoutException("Read timed out");
        case RESET -> throw new SocketException("Connection reset");
      };
    }
    int most = script.drips() ? Math.min(CRUMB, length) : length;
    int count = Math.min(most, bytes.length - at);
    System.arraycopy(bytes, at, buffer, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return bytes.length - at;
  }
}
