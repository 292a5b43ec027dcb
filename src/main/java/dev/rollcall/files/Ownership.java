package dev.rollcall.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Owner and permissions of new files, where the system has such modes. */
public final class Ownership {
  private static final boolean MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Ownership() {}

  /** For new files: {@code rw-------}. */
  static FileAttribute<?>[] mode(String permissions) {
    return MODES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Gives a new file to the owner of its folder, if this user may: what root writes into a
   * service's folder must stay readable for the service.
   */
  public static void handOver(SafeFolder folder, String made) throws IOException {
    if (MODES) {
      PosixFileAttributeView view = folder.view(made, PosixFileAttributeView.class);
      PosixFileAttributes wanted = folder.attributes();
      if (!view.readAttributes().owner().equals(wanted.owner())) {
        give(view, wanted);
      }
    }
  }

  /**
   * Gives a file the permissions of another one in the same folder, and its owner if this user may.
   */
  static void copy(SafeFolder folder, String from, String to) throws IOException {
    if (MODES) {
      PosixFileAttributes wanted = folder.view(from, PosixFileAttributeView.class).readAttributes();
      PosixFileAttributeView view = folder.view(to, PosixFileAttributeView.class);
      PosixFileAttributes made = view.readAttributes();
      if (!made.owner().equals(wanted.owner()) || !made.group().equals(wanted.group())) {
        give(view, wanted);
      }
      view.setPermissions(wanted.permissions());
    }
  }

  private static void give(PosixFileAttributeView made, PosixFileAttributes to) {
    try {
      made.setGroup(to.group());
      made.setOwner(to.owner());
    } catch (IOException e) {
      // Only root may give files away.
    }
  }
}
