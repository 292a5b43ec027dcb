package dev.rollcall.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Resolves symbolic links. */
final class Links {
  /** Linux's own limit. */
  static final int MOST = 40;

  private Links() {}

  /**
   * Follows every link in the path, the last one too; parts that do not exist stay as they are.
   * Root follows only root's own links, in folders that only root can change.
   *
   * @throws UnsafePathException if there is another link, for root
   */
  static Path resolve(Path path) throws IOException {
    return resolve(path, UnixFile.root());
  }

  static Path resolve(Path path, boolean root) throws IOException {
    Path whole = path.toAbsolutePath();
    Path at = Objects.requireNonNull(whole.getRoot(), "an absolute path");
    Deque<Path> ahead = new ArrayDeque<>();
    whole.forEach(ahead::add);
    boolean trusted = true;
    int links = 0;
    while (!ahead.isEmpty()) {
      Path name = ahead.pop();
      if (name.toString().equals("..")) {
        at = Optional.ofNullable(at.getParent()).orElse(at);
        continue;
      }
      Path next = at.resolve(name).normalize();
      Optional<UnixFile> file = look(next);
      trusted &= file.isEmpty() || file.get().isRoots();
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (root && !trusted) {
        throw new UnsafePathException(
            next,
            "this is a symbolic link that another user can change, and root does not follow it:"
                + " name the file or folder that it leads to");
      }
      if (++links > MOST) {
        throw new FileSystemLoopException(path.toString());
      }
      Path to = Files.readSymbolicLink(next);
      Deque<Path> names = new ArrayDeque<>();
      to.forEach(names::push);
      names.forEach(ahead::push);
      at = to.isAbsolute() ? Objects.requireNonNull(to.getRoot(), "an absolute path") : at;
    }
    return at;
  }

  private static Optional<UnixFile> look(Path path) throws IOException {
    try {
      return UnixFile.of(path);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * The target of links, which need not exist yet. A link is replaced if it leads to itself, or if
   * another user may have put it there ({@link #isStrangers}).
   */
  static Path target(Path file) throws IOException {
    return target(file, (link, folder) -> isStrangers(link, folder, UnixFile.user()));
  }

  /**
   * As {@link #target(Path)}.
   *
   * @param replaces whether a link in a folder is replaced
   */
  static Path target(Path file, BiPredicate<UnixFile, UnixFile> replaces) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      return resolve(file);
    }
    Path replaced = resolve(folder).resolve(file.getFileName());
    if (!Files.isSymbolicLink(file)) {
      return replaced;
    }
    Optional<UnixFile> link = look(replaced);
    Optional<UnixFile> in = look(Objects.requireNonNull(replaced.getParent(), "a folder"));
    if (link.isPresent() && in.isPresent() && replaces.test(link.get(), in.get())) {
      return replaced;
    }
    try {
      return resolve(file);
    } catch (FileSystemException circle) {
      return replaced;
    }
  }

  /**
   * Whether a link is in a folder that every user may write to, and neither the folder's owner nor
   * this user has put it there. Linux does not follow it either (proc(5), {@code
   * protected_symlinks}).
   */
  static boolean isStrangers(UnixFile link, UnixFile folder, long user) {
    return folder.openToAll() && link.owner() != folder.owner() && link.owner() != user;
  }
}
