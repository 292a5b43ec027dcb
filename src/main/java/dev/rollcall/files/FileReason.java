package dev.rollcall.files;

import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Why a file cannot be used, in words instead of Java's exception names. */
public final class FileReason {
  /** What Java makes of a byte of a name that is not in the locale's encoding. */
  private static final char UNDECODED = '\uFFFD';

  private FileReason() {}

  /** A phrase without the file's name, such as {@code permission denied}; fit to be shown. */
  public static String of(IOException why) {
    if (why instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (why instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (why instanceof FileAlreadyExistsException) {
      return "another file has this name";
    }
    if (why instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (why instanceof FileSystemLoopException) {
      return "its links form a circle";
    }
    String said =
        why instanceof FileSystemException named && named.getReason() != null
            ? named.getReason()
            : why.getMessage();
    if (said != null && said.startsWith("Too many levels of symbolic links")) {
      return "its links form a circle: name the file itself";
    }
    return said == null || said.isBlank() ? "it cannot be used" : Printable.line(said, 300);
  }

  /** Why a text is no path, as a phrase; on Unix mostly the locale that cron gives a job. */
  public static String of(InvalidPathException why) {
    return of(why, encoding());
  }

  /** As above, where file names have that encoding. */
  static String of(InvalidPathException why, String encoding) {
    return isNarrow(encoding) && why.getInput().chars().anyMatch(FileReason::isLost)
        ? "is not a path in this locale, whose encoding is " + encoding + ": set LC_ALL=C.UTF-8"
        : "is not a path";
  }

  /** Why the file or folder cannot be found whether it exists or not, if so; as a phrase. */
  public static Optional<String> undecoded(String file) {
    return file.indexOf(UNDECODED) < 0
        ? Optional.empty()
        : Optional.of(
            "its name is not in the encoding of this locale, so that it cannot be found:"
                + " rename it");
  }

  /**
   * Why nothing works in the folder in which this process was started, if so; as a sentence. Java
   * cannot name the folder, so that a relative path leads elsewhere, and some classes of Java fail.
   */
  public static Optional<String> ofWorkingFolder() {
    return ofWorkingFolder(System.getProperty("user.dir", ""), encoding());
  }

  static Optional<String> ofWorkingFolder(String folder, String encoding) {
    return folder.indexOf(UNDECODED) < 0
        ? Optional.empty()
        : Optional.of(
            "the name of the folder that Rollcall is run in ("
                + Printable.line(folder, 300)
                + ") is not in the encoding of this locale, which is "
                + encoding
                + ": "
                + (isNarrow(encoding) ? "set LC_ALL=C.UTF-8" : "rename it")
                + ", or change to another folder");
  }

  private static String encoding() {
    return System.getProperty("sun.jnu.encoding", "");
  }

  private static boolean isNarrow(String encoding) {
    return !encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** What Java makes of a byte of the command line that the locale does not know. */
  private static boolean isLost(int character) {
    return character > '~';
  }
}
