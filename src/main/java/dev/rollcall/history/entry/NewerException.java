package dev.rollcall.history.entry;

import dev.rollcall.document.JsonHead;
import java.io.Serial;
import java.util.Map;

/** A file was written by a later version of Rollcall, in a format that this one does not know. */
public final class NewerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private NewerException(int version) {
    super("version " + version);
  }

  /**
   * Throws, if the version is larger than the known one.
   *
   * @param head with the key {@code version}, or without it
   * @throws IllegalArgumentException if the version is not a number
   */
  static void check(Map<String, String> head, int known) {
    int version = Integer.parseInt(head.getOrDefault(JsonHead.VERSION, "0"));
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
