package dev.rollcall.files;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The result of POSIX.1-2017 {@code lstat} for a path; links are not followed.
 *
 * @param owner the user's number
 * @param mode its type and permissions, as in {@code st_mode}
 * @param names how many hard links there are
 */
record UnixFile(Path path, int owner, int mode, int names) {
  static final int ROOT = 0;

  private static final int TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int LINK = 0120000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;

  private static final boolean KNOWN =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** Empty where the system has no such modes. */
  static Optional<UnixFile> of(Path path) throws IOException {
    if (!KNOWN) {
      return Optional.empty();
    }
    Map<String, Object> all =
        Files.readAttributes(path, "unix:uid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
    return all.get("uid") instanceof Integer owner
            && all.get("mode") instanceof Integer mode
            && all.get("nlink") instanceof Integer names
        ? Optional.of(new UnixFile(path, owner, mode, names))
        : Optional.empty();
  }

  /** Whether this process runs as root. */
  static boolean root() {
    return KNOWN && Me.NUMBER == ROOT;
  }

  /** The number of this process's user. */
  static long user() {
    return Me.NUMBER;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean isPipe() {
    return (mode & TYPE) == FIFO;
  }

  boolean isBlockDevice() {
    return (mode & TYPE) == BLOCK_DEVICE;
  }

  /** Whether only root can replace it or what is in it. */
  boolean isRoots() {
    return owner == ROOT && (isLink() || !lawless());
  }

  /** Whether every user may put files there. */
  boolean openToAll() {
    return (mode & OTHERS_WRITE) != 0;
  }

  /** Whether every user may also remove and replace the files of others there. */
  boolean lawless() {
    return openToAll() && (mode & STICKY) == 0;
  }

  /** The user's name, or its number where it has none. */
  String ownerName() {
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException e) {
      return Integer.toString(owner);
    }
  }

  private static final class Me {
    static final long NUMBER = number();

    private Me() {}

    /** Java knows only users with an entry in passwd: of another it says that it is 0. */
    private static long number() {
      UnixSystem system = new UnixSystem();
      if (system.getUsername() == null) {
        try {
          // proc(5): a process's folder belongs to its effective user.
          if (Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer user) {
            return user;
          }
        } catch (IOException e) {
          // Not Linux.
        }
      }
      return system.getUid();
    }
  }
}
