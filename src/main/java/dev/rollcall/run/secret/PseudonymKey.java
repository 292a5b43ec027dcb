package dev.rollcall.run.secret;

import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.InputFile;
import dev.rollcall.files.NewFile;
import dev.rollcall.files.SafeFolder;
import dev.rollcall.files.UnsafePathException;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of a site's pseudonyms: a file that only its owner may read. */
public final class PseudonymKey {
  /** Its name in the folder of a history. */
  public static final String NAME = "bundle.key";

  private static final int BYTES = 32;

  private PseudonymKey() {}

  /**
   * The key of a history, which is made if there is none. No link is followed.
   *
   * @throws UnwritableKeyException if it cannot be made
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static byte[] of(Path history) throws IOException {
    Path file = history.resolve(NAME);
    try (SafeFolder folder = SafeFolder.open(history)) {
      make(folder);
      return checked(
          file, new String(content(folder), StandardCharsets.ISO_8859_1).stripTrailing());
    } catch (UnsafePathException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new IOException(
          "the key file " + file + " can be neither read nor made: " + FileReason.of(e), e);
    }
  }

  /** The disk is full, read-only or broken; the message is a sentence for the user. */
  public static final class UnwritableKeyException extends IOException {
    private static final long serialVersionUID = 1;

    UnwritableKeyException(Path file, IOException why) {
      super("the key file " + file + " could not be written: " + FileReason.of(why), why);
    }
  }

  /** Makes it if there is none; of several processes, one. */
  private static void make(SafeFolder folder) throws IOException {
    if (folder.look(NAME).isEmpty()) {
      byte[] key = fresh();
      try {
        NewFile.makePrivate(folder, NAME, out -> out.write(key));
      } catch (FileAlreadyExistsException another) {
        // Its key is as good.
      } catch (UnsafePathException | AccessDeniedException e) {
        throw e;
      } catch (IOException e) {
        throw new UnwritableKeyException(folder.path().resolve(NAME), e);
      }
    }
  }

  private static byte[] content(SafeFolder folder) throws IOException {
    try (FileChannel open = folder.file(NAME, StandardOpenOption.READ)) {
      return Channels.newInputStream(open).readNBytes(PrivateFile.LONGEST + 1);
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
      String text = new String(PrivateFile.read(file), StandardCharsets.ISO_8859_1);
      return checked(file, text.stripTrailing());
    } catch (FileSystemException e) {
      throw new IOException(InputFile.notRead("the key file " + file, e), e);
    }
  }

  private static byte[] checked(Path file, String text) throws IOException {
    String name = "the key file " + file;
    if (PrivateFile.isOpen(file)) {
      throw new IOException(
          name + " may be read by others; try: chmod 600 " + ShellWord.of(file.toString()));
    }
    if (text.length() > PrivateFile.LONGEST) {
      throw new IOException(name + " has more than " + PrivateFile.LONGEST + " bytes");
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
