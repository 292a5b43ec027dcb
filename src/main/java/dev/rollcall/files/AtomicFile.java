package dev.rollcall.files;

import dev.rollcall.text.Printable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a file whole or not at all: into a temporary one in the same folder, to the disk, then
 * under its name. A reader sees the old file or the new one, never a part; after a failure the old
 * one is still there and nothing is left over.
 *
 * <p>A new file has the permissions that the process gives every new file; an existing one keeps
 * its own. A signal ends the process only after the write ({@link WholeWrites}). A symbolic link
 * stays one, the file that it points to is replaced or made; one that another user may have put
 * there, or that leads to itself, is replaced ({@link Links#target}). A special file (a device, a
 * pipe) is written to directly.
 *
 * <p>The folder may belong to another user, even if root writes: the temporary file is always new,
 * and the folder stays the one that was opened ({@link SafeFolder}). Root follows no link that
 * another user can change, writes to no pipe of another user, and uses no folder where every user
 * may replace files.
 */
public final class AtomicFile {
  private static final SecureRandom RANDOM = new SecureRandom();

  private AtomicFile() {}

  /** Writes a file's content; called again after an interrupt. */
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Checks whether the file can probably be written; writes nothing.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static void check(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (SpecialFile.isStream(absolute)) {
      return;
    }
    Path target = Links.target(absolute);
    Path folder = folder(file, target);
    boolean replaced = !Files.exists(target) || Files.isRegularFile(target);
    if (replaced && !Files.isWritable(folder)) {
      throw new IOException(name(file) + ": " + denied(folder));
    }
  }

  private static Path folder(Path file, Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(name(file) + ": this is a folder: name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          name(file)
              + ": the folder "
              + name(folder)
              + FileReason.undecoded(folder.toString())
                  .map(why -> " was not found: " + why)
                  .orElse(" does not exist: create it first"));
    }
    FolderRules.forReports(folder);
    return folder;
  }

  /**
   * Writes.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /** As {@link #write(Path, byte[])}, without the whole content in memory. */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (isOpenStream(absolute)) {
      SpecialFile.write(absolute, content);
      return;
    }
    Path target = Links.target(absolute);
    Path folder = folder(file, target);
    boolean special;
    try (SafeFolder in = SafeFolder.open(folder)) {
      String name = target.getFileName().toString();
      Optional<BasicFileAttributes> there = in.look(name);
      special = there.isPresent() && there.get().isOther();
      if (!special) {
        // Of a link that was made meanwhile, nothing is copied: every link has the mode 777.
        boolean old = there.isPresent() && there.get().isRegularFile();
        WholeWrites.during(() -> replace(in, name, old, content));
      }
    } catch (UnsafePathException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(name(file) + ": " + reason(folder, e), e);
    }
    if (special) {
      SpecialFile.write(target, content);
    }
  }

  /** Whether it is written to by the given name: the target of a link there is open already. */
  static boolean isOpenStream(Path absolute) {
    return SpecialFile.isStream(absolute)
        && Files.exists(absolute)
        && !Files.isRegularFile(absolute, LinkOption.NOFOLLOW_LINKS);
  }

  private static void replace(SafeFolder in, String name, boolean old, Content content)
      throws IOException {
    String[] temporary = {""};
    try {
      Uninterrupted.run(
          () -> {
            delete(in, temporary);
            try (FileChannel made = create(in, temporary)) {
              fill(made, content);
            }
            if (old) {
              Ownership.copy(in, name, temporary[0]);
            }
          });
      in.move(temporary[0], name);
      temporary[0] = "";
      in.sync();
    } finally {
      delete(in, temporary);
    }
  }

  private static FileChannel create(SafeFolder in, String[] temporary) throws IOException {
    while (true) {
      String name = ".rollcall-" + random() + ".tmp";
      try {
        FileChannel made = in.make(name);
        temporary[0] = name;
        return made;
      } catch (FileAlreadyExistsException e) {
        // Try another name.
      }
    }
  }

  private static void delete(SafeFolder in, String[] temporary) throws IOException {
    if (!temporary[0].isEmpty()) {
      in.delete(temporary[0]);
      temporary[0] = "";
    }
  }

  static String random() {
    return Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
  }

  /**
   * Writes a file that only its owner may read, where the system knows such modes. A link in its
   * place is replaced. The temporary file has the file's name with a dot before and {@code .tmp}
   * after it, so that leftovers of a killed process can be recognised.
   *
   * @throws IOException with the system's message
   */
  public static void writePrivate(Path file, Content content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root");
    try (SafeFolder in = SafeFolder.open(folder)) {
      writePrivate(in, file.getFileName().toString(), content);
    }
  }

  /** As {@link #writePrivate(Path, Content)}, in an open folder. */
  public static void writePrivate(SafeFolder in, String name, Content content) throws IOException {
    WholeWrites.during(() -> replacePrivate(in, name, content));
  }

  private static void replacePrivate(SafeFolder in, String name, Content content)
      throws IOException {
    String temporary = "." + name + random() + ".tmp";
    try {
      Uninterrupted.run(
          () -> {
            in.delete(temporary);
            try (FileChannel made = in.makePrivate(temporary)) {
              fill(made, content);
            }
            Ownership.handOver(in, temporary);
          });
      in.move(temporary, name);
      in.sync();
    } finally {
      in.delete(temporary);
    }
  }

  static void fill(FileChannel made, Content content) throws IOException {
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(made), 1 << 16);
    content.to(out);
    out.flush();
    made.force(true);
  }

  /**
   * Makes a folder and those above it, mode 700; one that is there is left as it is. What was made
   * is on the disk when this returns.
   *
   * @throws UnsafePathException if another user could lead this one astray there ({@link
   *     FolderRules})
   */
  public static void createPrivateFolder(Path folder) throws IOException {
    FolderRules.forPrivate(folder);
    if (!Files.isDirectory(folder)) {
      Path absolute = folder.toAbsolutePath();
      List<Path> parents = new ArrayList<>();
      for (Path at = absolute; at != null && Files.notExists(at); at = at.getParent()) {
        parents.add(at.getParent());
      }
      Files.createDirectories(absolute, Ownership.mode("rwx------"));
      if (!parents.isEmpty()) {
        try (SafeFolder in = SafeFolder.open(parents.get(0))) {
          Ownership.handOver(in, absolute.getFileName().toString());
        }
      }
      parents.forEach(AtomicFile::sync);
    }
  }

  /** Writes the names in a folder to the disk, where the system supports that. */
  public static void sync(Path folder) {
    try (SafeFolder open = SafeFolder.open(folder)) {
      open.sync();
    } catch (IOException e) {
      // The content is on the disk already, and the file is in place.
    }
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(Path folder, IOException e) {
    boolean denied = e instanceof AccessDeniedException || !Files.isWritable(folder);
    return denied ? denied(folder) : Printable.line(String.valueOf(e.getMessage()), 300);
  }

  /** Why nothing can be written to the folder, and the remedy. */
  private static String denied(Path folder) {
    try {
      if (Files.getFileStore(folder).isReadOnly()) {
        return "the file system of the folder "
            + name(folder)
            + " is read-only: name another folder, or mount it for writing";
      }
    } catch (IOException e) {
      // Then it may be the permission as well.
    }
    return "this user may not write to the folder "
        + name(folder)
        + ": name another one, or allow it";
  }

  private static String name(Path path) {
    return Printable.line(path.toString());
  }
}
