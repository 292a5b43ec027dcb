package dev.rollcall.cli;

import dev.rollcall.probe.answer.SharedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the key that a run and its stand-ins share: the bytes of a file, without the line end that
 * editors put there. The file may be readable by its owner only, where the system knows such modes.
 */
final class KeyFile implements ITypeConverter<SharedKey> {
  private static final int LONGEST = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Override
  public SharedKey convert(String name) {
    try {
      Path file = Path.of(name);
      if (isOpen(file)) {
        throw new TypeConversionException(
            "the key file " + name + " may be read by others; try: chmod 600 " + name);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new SharedKey(withoutLineEnd(in.readNBytes(LONGEST)));
      }
    } catch (IllegalArgumentException e) {
      // A path that is none, or a key that is too short.
      String why = e instanceof InvalidPathException ? "is no path" : e.getMessage();
      throw new TypeConversionException(
          "the key file "
              + name
              + ": "
              + why
              + "; try: head -c 32 /dev/urandom | base64 > "
              + name);
    } catch (IOException e) {
      throw new TypeConversionException(
          "the key file " + name + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static boolean isOpen(Path file) throws IOException {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  private static byte[] withoutLineEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
