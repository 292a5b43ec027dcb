package dev.rollcall.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which folders may be written to, where the system has owners and modes.
 *
 * <p>A private folder (a history) must not be writable for every user. For root, every folder above
 * it must be root's, and none where every user may replace files; the folder itself may be a
 * service's, if only root can replace it. A group that may write to it is trusted with its content.
 *
 * <p>A report's folder may belong to any user, even if root writes: {@link AtomicFile}. Root
 * refuses only one where every user may replace files.
 */
final class FolderRules {
  private FolderRules() {}

  /**
   * Checks a folder that may not exist yet.
   *
   * @throws UnsafePathException that says what to change
   */
  static void forPrivate(Path folder) throws IOException {
    Path real = Links.resolve(folder);
    check(way(real), real, UnixFile.root());
  }

  /**
   * Checks an existing folder for a report: root does not write where every user may replace files.
   *
   * @throws UnsafePathException that says what to change
   */
  static void forReports(Path folder) throws IOException {
    Optional<UnixFile> last = UnixFile.of(folder);
    if (last.isPresent() && UnixFile.root()) {
      refuseLawless(last.get());
    }
  }

  /** The folder and those above it, from the root, as far as they exist. */
  private static List<UnixFile> way(Path folder) throws IOException {
    List<UnixFile> way = new ArrayList<>();
    for (Path at = folder; at != null; at = at.getParent()) {
      try {
        UnixFile.of(at).ifPresent(one -> way.add(0, one));
      } catch (NoSuchFileException notYet) {
        // It will be created.
      }
    }
    return way;
  }

  /**
   * Checks existing folders.
   *
   * @param way from the root of the file system
   * @param folder the folder to check; if it does not exist, {@code way} ends above it
   * @param root whether the user is root
   */
  static void check(List<UnixFile> way, Path folder, boolean root) throws IOException {
    boolean contested = false;
    for (UnixFile one : way) {
      boolean last = one.path().equals(folder);
      if (last && one.openToAll()) {
        throw new UnsafePathException(
            one.path(),
            "every user may write to this folder, so its content cannot be trusted: name a"
                + " folder of your own"
                + (one.lawless() ? ", or try: chmod o-w " + one.path() : " in it"));
      }
      if (root && (!last || contested) && one.owner() != UnixFile.ROOT) {
        throw new UnsafePathException(
            one.path(),
            "this folder belongs to the user "
                + one.ownerName()
                + ", who could misdirect root: run as that user, or name a folder that only root"
                + " can replace, such as /var/lib/rollcall");
      }
      if (root && !last) {
        refuseLawless(one);
      }
      contested |= one.openToAll();
    }
  }

  private static void refuseLawless(UnixFile folder) throws IOException {
    if (folder.lawless()) {
      throw new UnsafePathException(
          folder.path(),
          "every user may replace files in this folder, and root does not write there; try: chmod"
              + " o-w "
              + folder.path());
    }
  }
}
