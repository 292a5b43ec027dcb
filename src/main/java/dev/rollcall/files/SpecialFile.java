package dev.rollcall.files;

import dev.rollcall.text.Printable;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A special file that is written to directly: a pipe, a terminal, {@code /dev/null}. */
final class SpecialFile {
  /** How long a pipe's reader is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SpecialFile() {}

  /** Whether it is an open stream such as {@code /dev/stdout}, used by its name. */
  static boolean isStream(Path absolute) {
    return absolute.startsWith("/dev") || absolute.startsWith("/proc");
  }

  /**
   * Writes to it.
   *
   * @throws IOException with a sentence for the user that names the file
   */
  static void write(Path file, AtomicFile.Content content) throws IOException {
    write(file, content, PATIENCE);
  }

  static void write(Path file, AtomicFile.Content content, Duration patience) throws IOException {
    Optional<UnixFile> kind = UnixFile.of(file);
    if (kind.isPresent()) {
      refuse(kind.get(), UnixFile.root());
    }
    try (OutputStream out =
        new BufferedOutputStream(
            kind.isPresent() && kind.get().isPipe()
                ? awaitReader(file, patience)
                : new FileOutputStream(file.toFile()))) {
      content.to(out);
    } catch (IOException e) {
      throw new IOException(Printable.line(file.toString()) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a disk, and for root a file of another user.
   *
   * @throws UnsafePathException with the remedy
   */
  static void refuse(UnixFile file, boolean root) throws IOException {
    if (file.isBlockDevice()) {
      throw new UnsafePathException(file.path(), "this is a disk: name a file");
    }
    if (root && file.owner() != UnixFile.ROOT && !isStream(file.path())) {
      throw new UnsafePathException(
          file.path(),
          "this is a pipe or a device of the user "
              + file.ownerName()
              + ", and root does not write to it: name a file, or run as that user");
    }
  }

  /** Opening a pipe waits for a reader and cannot be interrupted. */
  private static FileOutputStream awaitReader(Path pipe, Duration patience) throws IOException {
    CompletableFuture<FileOutputStream> opened = new CompletableFuture<>();
    Thread opening =
        new Thread(
            () -> {
              try {
                FileOutputStream out = new FileOutputStream(pipe.toFile());
                if (!opened.complete(out)) {
                  out.close();
                }
              } catch (IOException e) {
                opened.completeExceptionally(e);
              }
            },
            "pipe");
    opening.setDaemon(true);
    opening.start();
    try {
      return opened.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException why
          ? why
          : new IOException("no process reads this pipe: start its reader first", e);
    }
  }
}
