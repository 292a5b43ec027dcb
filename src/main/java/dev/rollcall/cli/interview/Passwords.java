package dev.rollcall.cli.interview;

import dev.rollcall.files.AtomicFile;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.run.secret.PrivateFile;
import dev.rollcall.setup.DraftFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a password is kept; one that goes into a file is asked for and written at once. */
final class Passwords {
  /** How to answer. */
  static final String FORMS =
      "file:FILE (asked for now, then only you can read it), env:VARIABLE, or credential:NAME"
          + " (systemd)";

  private static final Pattern PLACE =
      Pattern.compile("(env|file|credential)[ :]+(.+)", Pattern.CASE_INSENSITIVE);

  private final Path folder;
  private final Dialogue dialogue;
  private final PrintStream out;

  /**
   * Passwords of a site file.
   *
   * @param draft of the site file, in whose folder relative paths start
   */
  Passwords(DraftFile draft, Dialogue dialogue, PrintStream out) {
    this.folder = draft.folder();
    this.dialogue = dialogue;
    this.out = out;
  }

  /** The answer that a place makes: {@code env:VARIABLE}; empty if it is none. */
  static Optional<String> place(String text) {
    Matcher place = PLACE.matcher(text);
    return place.matches()
        ? Optional.of(
            String.valueOf(place.group(1)).toLowerCase(Locale.ROOT)
                + ":"
                + String.valueOf(place.group(2)).strip())
        : Optional.empty();
  }

  /** Whether the place is ready: another one is to be named if not. The reason was printed. */
  boolean ready(String answer) {
    if (!answer.startsWith("file:")) {
      return true;
    }
    String name = answer.substring("file:".length());
    try {
      Path file = folder.resolve(name).normalize();
      if (Files.exists(file)) {
        return isUsable(file, name);
      }
      AtomicFile.check(file);
      char[] password = dialogue.hidden("  Password (not shown): ").orElse(new char[0]);
      if (password.length == 0) {
        out.println(
            "  No password was typed, which needs a terminal. Name a file that holds it, or"
                + " env:VARIABLE.");
        return false;
      }
      write(file, password);
      out.println("  Written to " + file + ", which only you can read.");
      return true;
    } catch (InvalidPathException e) {
      out.println("  " + name + " is not a file name.");
    } catch (IOException e) {
      out.println("  " + e.getMessage());
    }
    return false;
  }

  /** Writes the password with the end of a line, and overwrites it in memory. */
  private static void write(Path file, char[] password) throws IOException {
    byte[] bytes = Secret.utf8(password);
    try {
      AtomicFile.writePrivate(
          file,
          to -> {
            to.write(bytes);
            to.write('\n');
          });
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private boolean isUsable(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file)) {
      out.println("  " + name + " is not a file. Name another one.");
      return false;
    }
    if (PrivateFile.isOpen(file)) {
      out.println("  " + name + " may be read by others: chmod 600 it, or name another file.");
      return false;
    }
    out.println("  " + name + " is there already and is used as it is.");
    return true;
  }
}
