package dev.rollcall.document;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks gzip (RFC 1952), and passes everything else through. */
public final class Gzip {
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;

  private Gzip() {}

  /**
   * Reads up to a number of bytes, counted after unpacking, so that a small file cannot fill
   * memory.
   *
   * @param shown the input's name, for messages
   * @throws IOException with a sentence for the user, if the gzip data is damaged
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
      throw new IOException(shown + ": the gzip file is damaged or incomplete", e);
    }
  }
}
