package dev.rollcall.report;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file whole or not at all: into a temporary one in the same folder, to the disk, then
 * under its name. A reader sees the old file or the new one, never a part; after a failure the old
 * one is still there and nothing is left over.
 *
 * <p>A new file has the permissions that the process gives every new file; an existing one keeps
 * its own. A symbolic link stays one, the file that it points to is replaced. What is no regular
 * file (a device, a pipe) cannot be replaced and is written to.
 */
public final class AtomicFile {
  private static final boolean MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private AtomicFile() {}

  /** What is to be in a file. */
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes.
   *
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path target = target(file);
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(name(file) + ": this is a folder: name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          name(file) + ": the folder " + name(folder) + " does not exist: create it first");
    }
    if (Files.exists(target) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      writeThrough(file, target, content);
      return;
    }
    File temporary = null;
    try {
      temporary = create(folder);
      fill(temporary, out -> out.write(content));
      keepPermissions(target, temporary.toPath());
      move(temporary.toPath(), target);
      temporary = null;
      sync(folder);
    } catch (IOException e) {
      throw new IOException(name(file) + ": could not be written: " + reason(folder, e), e);
    } finally {
      if (temporary != null) {
        Files.deleteIfExists(temporary.toPath());
      }
    }
  }

  /**
   * Writes a file that only its owner may read, where the system knows such modes. A link in its
   * place is replaced. The temporary file is called as the file is, with a dot before and {@code
   * .tmp} behind, so that what a killed process left can be told.
   *
   * @throws IOException as the system words it
   */
  public static void writePrivate(Path file, Content content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root");
    Path temporary =
        Files.createTempFile(folder, "." + file.getFileName(), ".tmp", mode("rw-------"));
    try {
      fill(temporary.toFile(), content);
      handOver(temporary);
      move(temporary, file);
      sync(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Makes a folder and those above it, mode 700; one that is there is left as it is. */
  public static void createPrivateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
      handOver(folder);
    }
  }

  /**
   * Gives what was just made to whom its folder belongs, where this user may: what root writes into
   * a service's folder must stay readable for the service.
   */
  public static void handOver(Path made) throws IOException {
    // What a link leads to is nobody's to give away.
    var view =
        Files.getFileAttributeView(made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Path folder = made.toAbsolutePath().getParent();
    if (view == null || folder == null) {
      return;
    }
    var mine = view.readAttributes();
    var wanted = Files.readAttributes(folder, PosixFileAttributes.class);
    if (!mine.owner().equals(wanted.owner())) {
      try {
        view.setGroup(wanted.group());
        view.setOwner(wanted.owner());
      } catch (IOException e) {
        // Only root may give files away.
      }
    }
  }

  /** For what is made new, where the system knows such modes. */
  public static FileAttribute<?>[] mode(String permissions) {
    return MODES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Where a link leads; but what stands for an open stream is used by the name it has. */
  private static Path target(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    boolean stream = absolute.startsWith("/dev") || absolute.startsWith("/proc");
    return stream || !Files.exists(file) ? absolute : file.toRealPath();
  }

  private static void writeThrough(Path file, Path target, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(target.toFile())) {
      out.write(content);
    } catch (IOException e) {
      throw new IOException(name(file) + ": could not be written: " + e.getMessage(), e);
    }
  }

  private static File create(Path folder) throws IOException {
    while (true) {
      String random = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
      File file = folder.resolve(".rollcall-" + random + ".tmp").toFile();
      if (file.createNewFile()) {
        return file;
      }
    }
  }

  /** Not by a channel: those close when the thread is interrupted, and then reports are written. */
  private static void fill(File file, Content content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file)) {
      content.to(out);
      out.getFD().sync();
    }
  }

  private static void keepPermissions(Path old, Path fresh) throws IOException {
    var to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (to == null || !Files.exists(old)) {
      return;
    }
    var kept = Files.getFileAttributeView(old, PosixFileAttributeView.class).readAttributes();
    var made = to.readAttributes();
    boolean same = made.owner().equals(kept.owner()) && made.group().equals(kept.group());
    if (!same) {
      try {
        to.setGroup(kept.group());
        to.setOwner(kept.owner());
      } catch (IOException e) {
        // Only root may give files away; the permissions below are still kept.
      }
    }
    to.setPermissions(kept.permissions());
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * So that the new name survives a power cut as well; not every system lets a folder be opened.
   */
  public static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is safe already, and the file is in place.
    }
  }

  private static String reason(Path folder, IOException e) {
    boolean denied = e instanceof AccessDeniedException || !Files.isWritable(folder);
    return denied
        ? "the folder "
            + name(folder)
            + " is not writable for this user: choose another one, or give it permission"
        : Printable.line(String.valueOf(e.getMessage()), 300);
  }

  private static String name(Path path) {
    return Printable.line(path.toString());
  }
}
