package dev.rollcall.fuzz.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold an input, for parsers that want one; each thread has its own. */
public final class Scratch {
  private static final ThreadLocal<Path> FOLDER = ThreadLocal.withInitial(Scratch::make);

  private Scratch() {}

  /** A file of that name with these bytes, which its owner alone may read. */
  public static Path file(String name, byte[] bytes) throws IOException {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      Files.createFile(file);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    }
    return Files.write(file, bytes);
  }

  /** This thread's folder. */
  public static Path folder() {
    return FOLDER.get();
  }

  private static Path make() {
    try {
      Path all = Path.of(System.getProperty("fuzz.folder", "target/fuzz")).toAbsolutePath();
      return Files.createDirectories(all.resolve("scratch-" + Thread.currentThread().getId()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
