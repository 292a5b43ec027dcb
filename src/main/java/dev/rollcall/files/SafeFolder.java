package dev.rollcall.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open folder. All names are relative to it, and no link is followed: another user who may write
 * to it can neither redirect this process to other folders nor replace the folder. Where the system
 * has no such handles (Windows), the names are resolved each time.
 *
 * <p>Two risks remain. A folder is made by its path ({@link #makeFolder}), so that an empty one
 * could appear elsewhere. And a hard link to a file of root's looks like any file: the kernel must
 * prevent it ({@code fs.protected_hardlinks}, on by default in Debian and with systemd).
 *
 * <p>Its channels close when the thread is interrupted: see {@link Uninterrupted}.
 */
public final class SafeFolder implements Closeable {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;
  private final @Nullable DirectoryStream<Path> open;
  private final @Nullable SecureDirectoryStream<Path> handle;

  private SafeFolder(Path path, @Nullable DirectoryStream<Path> open) {
    this.path = path;
    this.open = open;
    this.handle = open instanceof SecureDirectoryStream<Path> secure ? secure : null;
  }

  /**
   * Opens a folder and follows links to it, for root only those that no one else can change.
   *
   * @throws UnsafePathException if root would follow another user's link
   */
  @SuppressWarnings("StreamResourceLeak") // It is closed with the folder.
  public static SafeFolder open(Path folder) throws IOException {
    if (!UnixFile.root()) {
      return new SafeFolder(folder, stream(folder));
    }
    Path real = Links.resolve(folder);
    // Step by step, so that no link can be inserted after its place was checked.
    Path root = real.getRoot();
    SafeFolder at = new SafeFolder(root, Files.newDirectoryStream(root));
    for (Path name : real) {
      try (SafeFolder above = at) {
        at = above.folder(name.toString());
      }
    }
    return at;
  }

  /** Null where the folder may be used but not read. */
  @SuppressWarnings("StreamResourceLeak") // It is closed with the folder.
  private static @Nullable DirectoryStream<Path> stream(Path folder) throws IOException {
    try {
      return Files.newDirectoryStream(folder);
    } catch (AccessDeniedException e) {
      return null;
    }
  }

  /** The folder's path. */
  public Path path() {
    return path;
  }

  /**
   * Opens a folder in it.
   *
   * @throws UnsafePathException if the name is a link
   * @throws NoSuchFileException if there is none
   */
  public SafeFolder folder(String name) throws IOException {
    Path inner = path.resolve(name);
    if (!attributes(name)
        .orElseThrow(() -> new NoSuchFileException(inner.toString()))
        .isDirectory()) {
      throw new NotDirectoryException(inner.toString());
    }
    return new SafeFolder(
        inner,
        handle == null
            ? stream(inner)
            : handle.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Makes a folder in it, mode 700, if it does not exist, and gives it to the owner of this one.
   */
  public void makeFolder(String name) throws IOException {
    if (attributes(name).isEmpty()) {
      try {
        Files.createDirectory(path.resolve(name), Ownership.mode("rwx------"));
        Ownership.handOver(this, name);
      } catch (FileAlreadyExistsException madeMeanwhile) {
        // By another process.
      }
    }
  }

  /**
   * Opens an existing file.
   *
   * @param options as for {@link Files#newByteChannel}
   * @throws UnsafePathException if the name is a link or a special file, or, if root would write, a
   *     file with a second hard link
   * @throws NoSuchFileException if there is none
   */
  public FileChannel file(String name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(Set.of(options));
    Optional<BasicFileAttributes> there = attributes(name);
    if (there.isPresent() && !there.get().isRegularFile()) {
      throw new UnsafePathException(
          path.resolve(name), "this is not a regular file: delete it, or name another folder");
    }
    if (all.contains(StandardOpenOption.WRITE)) {
      refuseSecondName(name);
    }
    return open(name, all);
  }

  /**
   * Creates a file for writing.
   *
   * @throws FileAlreadyExistsException if the name exists
   */
  FileChannel make(String name) throws IOException {
    return open(name, NEW);
  }

  /** As {@link #make}, for a file that only its owner may read, where the system has such modes. */
  public FileChannel makePrivate(String name) throws IOException {
    return open(name, NEW, Ownership.mode("rw-------"));
  }

  private FileChannel open(String name, Set<OpenOption> options, FileAttribute<?>... mode)
      throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    SeekableByteChannel channel =
        handle == null
            ? Files.newByteChannel(path.resolve(name), all, mode)
            : handle.newByteChannel(Path.of(name), all, mode);
    return (FileChannel) channel;
  }

  private void refuseSecondName(String name) throws IOException {
    Optional<UnixFile> file = UnixFile.of(path.resolve(name));
    if (UnixFile.root() && file.isPresent() && file.get().names() > 1) {
      throw new UnsafePathException(
          file.get().path(),
          "this file has another name elsewhere (a hard link), and root does not write to it:"
              + " replace it by a copy");
    }
  }

  /**
   * The attributes; empty if there is no such file.
   *
   * @throws UnsafePathException if it is a link
   */
  public Optional<BasicFileAttributes> attributes(String name) throws IOException {
    Optional<BasicFileAttributes> there = look(name);
    if (there.isPresent() && there.get().isSymbolicLink()) {
      throw new UnsafePathException(
          path.resolve(name),
          "this is a symbolic link, which is not followed here: delete it, or replace it by its"
              + " target");
    }
    return there;
  }

  /** As {@link #attributes}, links included. */
  public Optional<BasicFileAttributes> look(String name) throws IOException {
    try {
      return Optional.of(view(name, BasicFileAttributeView.class).readAttributes());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  <V extends BasicFileAttributeView> V view(String name, Class<V> kind) {
    return handle == null
        ? Files.getFileAttributeView(path.resolve(name), kind, LinkOption.NOFOLLOW_LINKS)
        : handle.getFileAttributeView(Path.of(name), kind, LinkOption.NOFOLLOW_LINKS);
  }

  /** The matching names in it. */
  public List<String> names(String glob) throws IOException {
    var fits = path.getFileSystem().getPathMatcher("glob:" + glob);
    List<String> names = new ArrayList<>();
    // A new handle: an open one can be listed only once.
    try (DirectoryStream<Path> all =
        handle == null
            ? Files.newDirectoryStream(path)
            : handle.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
      for (Path one : all) {
        if (fits.matches(one.getFileName())) {
          names.add(one.getFileName().toString());
        }
      }
    }
    return names;
  }

  /** Deletes a file or a link, if it exists. */
  public void delete(String name) throws IOException {
    try {
      if (handle == null) {
        Files.delete(path.resolve(name));
      } else {
        handle.deleteFile(Path.of(name));
      }
    } catch (NoSuchFileException gone) {
      // It is gone already.
    }
  }

  /** Deletes an empty folder, if it exists. */
  public void deleteFolder(String name) throws IOException {
    try {
      if (handle == null) {
        Files.delete(path.resolve(name));
      } else {
        handle.deleteDirectory(Path.of(name));
      }
    } catch (NoSuchFileException gone) {
      // It is gone already.
    }
  }

  /** Renames a file; an existing one is replaced atomically. */
  void move(String from, String to) throws IOException {
    if (handle == null) {
      AtomicFile.move(path.resolve(from), path.resolve(to));
    } else {
      handle.move(Path.of(from), handle, Path.of(to));
    }
  }

  /** Its owner, group and permissions. */
  PosixFileAttributes attributes() throws IOException {
    return handle == null
        ? Files.readAttributes(path, PosixFileAttributes.class)
        : handle.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
  }

  /** Writes the names in it to the disk, where the system lets a folder be opened. */
  public void sync() {
    try {
      Uninterrupted.run(
          () -> {
            try (FileChannel channel = open(".", Set.of(StandardOpenOption.READ))) {
              channel.force(true);
            }
          });
    } catch (IOException e) {
      // The content is safe already, and the file is in place.
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
