package dev.rollcall.document;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks what gzip packed (RFC 1952), and leaves everything else as it is. */
public final class Gzip {
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;

  private Gzip() {}

  /**
   * Reads so many bytes at most, counted after unpacking: what a few bytes unfold to is bounded.
   *
   * @param shown the input's name, for messages
   * @throws IOException with a sentence for the user, if what is packed is damaged
   */
  static byte[] read(InputStream in, String shown, int most) throws IOException {
    BufferedInputStream plain = new BufferedInputStream(in);
    plain.mark(2);
    boolean packed = plain.read() == FIRST && plain.read() == SECOND;
    plain.reset();
    if (!packed) {
      return plain.readNBytes(most);
    }
    try (InputStream unpacked = new GZIPInputStream(plain)) {
      return unpacked.readNBytes(most);
    } catch (EOFException | ZipException e) {
      throw new IOException(shown + ": the gzip file is damaged or not whole", e);
    }
  }
}
