package dev.rollcall.history.entry;

import java.io.Serial;

/** A file was written by a later version of Rollcall, in a format that this one does not know. */
public final class NewerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private NewerException(int version) {
    super("version " + version);
  }

  /** Throws, if the version is larger than the known one. */
  static void check(int version, int known) {
    if (version > known) {
      throw new NewerException(version);
    }
  }

  public String sentence(Object file) {
    return file
        + " was written by a newer Rollcall ("
        + getMessage()
        + "): use that one, or name another folder with --history";
  }
}
