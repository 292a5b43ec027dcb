package dev.rollcall.cli.interview;

import dev.rollcall.files.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a password is kept; one that goes into a file is asked for and written at once. */
final class Passwords {
  /** How to answer. */
  static final String FORMS =
      "file NAME (asked for now, then only you can read it), env VARIABLE, or credential NAME"
          + " (systemd)";

  private static final Pattern PLACE =
      Pattern.compile("(env|file|credential)[ :]+(.+)", Pattern.CASE_INSENSITIVE);

  private final Path folder;
  private final Dialogue dialogue;
  private final PrintStream out;

  /**
   * Passwords of a site file.
   *
   * @param folder of the site file, where relative paths start
   */
  Passwords(Path folder, Dialogue dialogue, PrintStream out) {
    this.folder = folder;
    this.dialogue = dialogue;
    this.out = out;
  }

  /** The answer that a place makes: {@code env:NAME}; empty if it is none. */
  static Optional<String> place(String text) {
    Matcher place = PLACE.matcher(text);
    return place.matches()
        ? Optional.of(
            String.valueOf(place.group(1)).toLowerCase(Locale.ROOT)
                + ":"
                + String.valueOf(place.group(2)).strip())
        : Optional.empty();
  }

  /** Whether the place is ready: another one is to be named if not. The user was told why. */
  boolean ready(String answer) {
    if (!answer.startsWith("file:")) {
      return true;
    }
    String name = answer.substring("file:".length());
    try {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        out.println("  " + name + " is there already and is used as it is.");
        return true;
      }
      Optional<String> password = dialogue.hidden("  Password (not shown): ");
      if (password.filter(text -> !text.isEmpty()).isEmpty()) {
        out.println("  No password was typed. Name a file that holds it, or env VARIABLE.");
        return false;
      }
      AtomicFile.writePrivate(
          file, to -> to.write((password.get() + "\n").getBytes(StandardCharsets.UTF_8)));
      out.println("  Written to " + file + ", which only you can read.");
      return true;
    } catch (IOException | InvalidPathException e) {
      out.println("  " + name + " could not be written: " + e.getMessage());
      return false;
    }
  }
}
