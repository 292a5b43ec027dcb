package dev.rollcall.probe.net;

import java.io.IOException;
import java.io.InputStream;

/** An input stream all of whose reads go through one method. */
public abstract class BulkInput extends InputStream {
  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] buffer, int offset, int length) throws IOException {
    return length == 0 ? 0 : readSome(buffer, offset, length);
  }

  /**
   * Waits for at least one byte, and returns the number of bytes read; -1 at the end.
   *
   * @param length at least 1
   */
  protected abstract int readSome(byte[] buffer, int offset, int length) throws IOException;
}
