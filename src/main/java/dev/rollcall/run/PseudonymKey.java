package dev.rollcall.run;

import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.SafeFolder;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of a site's pseudonyms: a file that only its owner may read. */
public final class PseudonymKey {
  /** Its name in the folder of a history. */
  public static final String NAME = "bundle.key";

  private static final int BYTES = 32;

  private PseudonymKey() {}

  /**
   * The key of a history, which is made if there is none.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static byte[] of(Path history) throws IOException {
    Path file = history.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      try (SafeFolder folder = SafeFolder.open(history)) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        byte[] text = (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII);
        AtomicFile.writePrivate(folder, NAME, out -> out.write(text));
      } catch (IOException e) {
        throw new IOException(
            "the key of the pseudonyms, " + file + ", cannot be made: " + FileReason.of(e), e);
      }
    } else if (Files.isSymbolicLink(file)) {
      throw new IOException(
          "the key of the pseudonyms, " + file + ", is a link: name its target with --key-file");
    }
    return read(file);
  }

  /**
   * Reads a key file.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static byte[] read(Path file) throws IOException {
    String name = "the key file " + file;
    try {
      if (PrivateFile.isOpen(file)) {
        throw new IOException(
            name + " may be read by others; try: chmod 600 " + ShellWord.of(file.toString()));
      }
      byte[] key = PrivateFile.read(file);
      if (key.length >= Redaction.SHORTEST_KEY) {
        return key;
      }
    } catch (FileSystemException e) {
      throw new IOException(name + " cannot be read: " + FileReason.of(e), e);
    }
    throw new IOException(
        name
            + " has fewer than "
            + Redaction.SHORTEST_KEY
            + " bytes; copy "
            + NAME
            + " of another history, or delete it");
  }
}
