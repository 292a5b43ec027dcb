package dev.rollcall.files;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Opens the files that a user names as inputs. A named pipe, a socket and a device are refused, as
 * a reader of those can wait for ever. What the caller opened for this process is read whatever it
 * is: {@code /dev/stdin}, {@code /dev/fd/N} (as bash's {@code <(…)} names it), {@code
 * /proc/self/fd/N}, and a link to one of them.
 */
public final class InputFile {
  /** The folders of this process's own descriptors. */
  private static final List<Path> DESCRIPTORS =
      List.of(Path.of("/dev/fd"), Path.of("/proc/self/fd"));

  private InputFile() {}

  /**
   * Opens one.
   *
   * @throws FileSystemException if it cannot be opened, or is not opened; {@link #notRead} has the
   *     sentence
   */
  public static InputStream open(Path file) throws IOException {
    BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
    if (kind.isRegularFile()) {
      return Files.newInputStream(file);
    }
    if (kind.isDirectory()) {
      throw refusal(file, "this is a folder: name a file in it");
    }
    Optional<Path> descriptor = descriptor(file);
    if (descriptor.isEmpty() || isNamedPipe(descriptor.get())) {
      throw refusal(
          file,
          "this is a named pipe, a socket or a device, and reading it could wait for ever: name a"
              + " file, or /dev/stdin");
    }
    if (isStandardInput(descriptor.get())) {
      // As it is: opened again, a named pipe would wait for another writer.
      return new FilterInputStream(new FileInputStream(FileDescriptor.in)) {
        @Override
        public void close() {
          // It is the process's, and may be asked for more.
        }
      };
    }
    // Buffered, as other streams of files ask for a position, which a pipe does not have.
    return new BufferedInputStream(new FileInputStream(file.toFile()));
  }

  /**
   * The whole content.
   *
   * @param most the largest size, in bytes
   * @throws FileSystemException as {@link #open}, and if it is larger
   */
  public static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = open(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw refusal(file, "it has more than " + most + " bytes");
      }
      return content;
    }
  }

  /**
   * The sentence for the user: {@code site.key was not read: there is no such file: …}.
   *
   * @param name the file, as the sentence begins
   */
  public static String notRead(Object name, IOException why) {
    return name + " was not read: " + reason(why);
  }

  /** A phrase without the file's name that says why it was not read, and the remedy. */
  public static String reason(IOException why) {
    if (why instanceof NoSuchFileException missing) {
      return FileReason.undecoded(String.valueOf(missing.getFile()))
          .orElse("there is no such file: correct its name, or create it");
    }
    if (why instanceof AccessDeniedException) {
      return "this user may not read it: allow it, or name another file";
    }
    return FileReason.of(why);
  }

  private static FileSystemException refusal(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }

  private static boolean isStandardInput(Path descriptor) {
    return descriptor.endsWith("0");
  }

  /** Whether it is one that would be opened again, and so wait for a writer, if none is left. */
  private static boolean isNamedPipe(Path descriptor) throws IOException {
    if (isStandardInput(descriptor) || !Files.isSymbolicLink(descriptor)) {
      return false;
    }
    // An unnamed pipe has a name such as pipe:[4711] there, which leads nowhere.
    Path named = descriptor.resolveSibling(Files.readSymbolicLink(descriptor));
    return Files.exists(named) && UnixFile.of(named).filter(UnixFile::isPipe).isPresent();
  }

  /** The descriptor of this process that the file is, or leads to. */
  private static Optional<Path> descriptor(Path file) throws IOException {
    Path at = file.toAbsolutePath();
    for (int links = 0; links <= Links.MOST; links++) {
      Path folder = at.getParent();
      if (folder == null) {
        return Optional.empty();
      }
      for (Path descriptors : DESCRIPTORS) {
        if (Files.exists(descriptors) && folder.toRealPath().equals(descriptors.toRealPath())) {
          return Optional.of(at);
        }
      }
      if (!Files.isSymbolicLink(at)) {
        return Optional.empty();
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return Optional.empty();
  }
}
