package dev.rollcall.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a file that is not there yet, whole or not at all; of several processes one makes it. */
public final class NewFile {
  private NewFile() {}

  /**
   * Makes a file that only its owner may read, where the system knows such modes, in an open
   * folder. The temporary file has the name that {@link AtomicFile#writePrivate} gives it.
   *
   * @throws FileAlreadyExistsException if the name exists, or another process was quicker
   * @throws IOException with the system's message; then there is no file of that name
   */
  public static void makePrivate(SafeFolder in, String name, AtomicFile.Content content)
      throws IOException {
    String temporary = "." + name + AtomicFile.random() + ".tmp";
    try {
      Uninterrupted.run(
          () -> {
            in.delete(temporary);
            try (FileChannel made = in.makePrivate(temporary)) {
              AtomicFile.fill(made, content);
            }
            Ownership.handOver(in, temporary);
          });
      link(in, temporary, name);
      in.sync();
    } finally {
      in.delete(temporary);
    }
  }

  /** A second name appears at once, and only if it is free. */
  private static void link(SafeFolder in, String from, String to) throws IOException {
    Path name = in.path().resolve(to);
    try {
      Files.createLink(name, in.path().resolve(from));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      // Such as FAT.
      if (in.look(to).isPresent()) {
        throw new FileAlreadyExistsException(name.toString());
      }
      in.move(from, to);
    }
  }
}
