package dev.rollcall.text;

import java.util.regex.Pattern;

/** Texts as words of a POSIX shell (Shell Command Language, section 2.2). */
public final class ShellWord {
  /** What a shell leaves as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./,:@%+-]+");

  private ShellWord() {}

  /** The text as one word, in single quotes where it needs them. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
