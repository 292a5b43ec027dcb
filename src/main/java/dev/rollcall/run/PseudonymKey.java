package dev.rollcall.run;

import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.Ownership;
import dev.rollcall.files.SafeFolder;
import dev.rollcall.files.UnsafePathException;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/** The key of a site's pseudonyms: a file that only its owner may read. */
public final class PseudonymKey {
  /** Its name in the folder of a history. */
  public static final String NAME = "bundle.key";

  private static final int BYTES = 32;

  /** How often, and after how many nanoseconds, a file is looked at that is still empty. */
  private static final int LOOKS = 100;

  private static final long PAUSE = 10_000_000L;

  private PseudonymKey() {}

  /**
   * The key of a history, which is made if there is none. No link is followed.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static byte[] of(Path history) throws IOException {
    Path file = history.resolve(NAME);
    try (SafeFolder folder = SafeFolder.open(history)) {
      make(folder);
      byte[] text = content(folder);
      for (int look = 0; text.length == 0 && look < LOOKS; look++) {
        // Another process has just made it, and has not written yet.
        LockSupport.parkNanos(PAUSE);
        text = content(folder);
      }
      return checked(file, new String(text, StandardCharsets.ISO_8859_1).stripTrailing());
    } catch (UnsafePathException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new IOException(
          "the key file " + file + " can be neither read nor made: " + FileReason.of(e), e);
    }
  }

  /** Makes it if there is none; of several processes, one. */
  private static void make(SafeFolder folder) throws IOException {
    if (folder.look(NAME).isEmpty()) {
      try (FileChannel made = folder.makePrivate(NAME)) {
        made.write(ByteBuffer.wrap(fresh()));
        made.force(true);
        Ownership.handOver(folder, NAME);
      } catch (FileAlreadyExistsException another) {
        // Its key is as good.
      }
    }
  }

  private static byte[] content(SafeFolder folder) throws IOException {
    try (FileChannel open = folder.file(NAME, StandardOpenOption.READ)) {
      return Channels.newInputStream(open).readNBytes(PrivateFile.LONGEST);
    }
  }

  /** As text, so that a person can copy it. */
  private static byte[] fresh() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a key file.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static byte[] read(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("the key file " + file + " is a folder; name a file");
      }
      String text = new String(PrivateFile.read(file), StandardCharsets.ISO_8859_1);
      return checked(file, text.stripTrailing());
    } catch (FileSystemException e) {
      throw new IOException("the key file " + file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  private static byte[] checked(Path file, String text) throws IOException {
    String name = "the key file " + file;
    if (PrivateFile.isOpen(file)) {
      throw new IOException(
          name + " may be read by others; try: chmod 600 " + ShellWord.of(file.toString()));
    }
    if (text.length() == PrivateFile.LONGEST) {
      throw new IOException(
          name + " has " + PrivateFile.LONGEST + " bytes or more: too large for a key");
    }
    if (text.length() < Redaction.SHORTEST_KEY) {
      throw new IOException(
          name
              + " has fewer than "
              + Redaction.SHORTEST_KEY
              + " bytes; copy "
              + NAME
              + " of another history, or delete it");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
