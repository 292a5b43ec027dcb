package dev.rollcall.files;

import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.file.Path;

/** A file or folder that is not used, because another user could misuse it. */
public final class UnsafePathException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * The message is a sentence for the user.
   *
   * @param what is wrong with it, and what to change
   */
  public UnsafePathException(Path path, String what) {
    super(Printable.line(path.toString()) + ": " + what);
  }
}
