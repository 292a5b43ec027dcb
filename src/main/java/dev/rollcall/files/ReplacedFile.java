package dev.rollcall.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that {@link AtomicFile} makes or replaces, whichever way it is named. */
public final class ReplacedFile {
  private ReplacedFile() {}

  /**
   * Its path, absolute and without links: two names with the same path overwrite each other.
   *
   * @return empty for a special file, such as a pipe or {@code /dev/null}: nothing is replaced
   *     there
   * @throws IOException if its links cannot be followed
   */
  public static Optional<Path> of(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (AtomicFile.isOpenStream(absolute)) {
      return Optional.empty();
    }
    Path target = Links.target(absolute);
    if (!Files.exists(target) || Files.isSymbolicLink(target)) {
      return Optional.of(target);
    }
    return Files.isRegularFile(target) ? Optional.of(target.toRealPath()) : Optional.empty();
  }
}
