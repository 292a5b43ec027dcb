package dev.rollcall.run.secret;

import dev.rollcall.files.InputFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/** A small file that only its owner may read, such as one that holds a secret. */
public final class PrivateFile {
  /** The largest size, in bytes. */
  static final int LONGEST = 4096;

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PrivateFile() {}

  /** Whether anyone but its owner may read or write it, where the system has such modes. */
  public static boolean isOpen(Path file) throws IOException {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  /**
   * Its content, without the one line end that editors put at the end.
   *
   * @throws FileSystemException as {@link InputFile#open}, and if it has more than {@link #LONGEST}
   *     bytes
   */
  public static byte[] read(Path file) throws IOException {
    byte[] bytes = InputFile.read(file, LONGEST);
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
