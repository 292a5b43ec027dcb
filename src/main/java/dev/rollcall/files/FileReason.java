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

/** Why a file cannot be used, in words instead of Java's exception names. */
public final class FileReason {
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
    return of(why, System.getProperty("sun.jnu.encoding", ""));
  }

  /** As above, where file names have that encoding. */
  static String of(InvalidPathException why, String encoding) {
    boolean narrow = !encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    return narrow && why.getInput().chars().anyMatch(FileReason::isLost)
        ? "is not a path in this locale, whose encoding is " + encoding + ": set LC_ALL=C.UTF-8"
        : "is not a path";
  }

  /** What Java makes of a byte of the command line that the locale does not know. */
  private static boolean isLost(int character) {
    return character > '~';
  }
}
