package dev.rollcall.files;

import java.io.IOException;
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
   * Root follows only root's own links, in folders that only root can change. Nobody follows a link
   * that another user may have put there ({@link #isStrangers}).
   *
   * @throws UnsafePathException if there is another link
   */
  static Path resolve(Path path) throws IOException {
    return resolve(path, UnixFile.root());
  }

  static Path resolve(Path path, boolean root) throws IOException {
    return follow(path, root, Links::isStrangers, false);
  }

  private static Path follow(
      Path path, boolean root, BiPredicate<UnixFile, UnixFile> strangers, boolean replaces)
      throws IOException {
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
      if (file.filter(UnixFile::isLink).isEmpty()) {
        at = next;
        continue;
      }
      Optional<UnixFile> in = look(at);
      if (in.isPresent() && strangers.test(file.get(), in.get())) {
        if (replaces && ahead.isEmpty()) {
          return next;
        }
        throw unsafe(next, "this is a symbolic link of another user, which is not followed");
      }
      if (root && !trusted) {
        throw unsafe(
            next,
            "this is a symbolic link that another user can change, and root does not follow it");
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

  private static UnsafePathException unsafe(Path link, String what) {
    return new UnsafePathException(link, what + ": name the file or folder that it leads to");
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
   *
   * @throws UnsafePathException if a link on the way is not to be followed
   */
  static Path target(Path file) throws IOException {
    return target(file, Links::isStrangers);
  }

  /**
   * As {@link #target(Path)}.
   *
   * @param strangers whether another user may have put a link into its folder
   */
  static Path target(Path file, BiPredicate<UnixFile, UnixFile> strangers) throws IOException {
    if (Files.isSymbolicLink(file)) {
      try {
        return follow(file, UnixFile.root(), strangers, true);
      } catch (FileSystemLoopException circle) {
        // Replaced.
      }
    }
    Path folder = file.getParent();
    return folder == null
        ? resolve(file)
        : follow(folder, UnixFile.root(), strangers, false).resolve(file.getFileName());
  }

  private static boolean isStrangers(UnixFile link, UnixFile folder) {
    return isStrangers(link, folder, UnixFile.user());
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
