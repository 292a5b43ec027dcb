package dev.rollcall.report.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the console report looks. The caller knows the terminal and the environment.
 *
 * @param width columns; text wraps there. Under 40 it counts as 40
 * @param charset what the output can show; other characters are replaced
 * @param colour whether ANSI colours are written
 */
public record ConsoleStyle(int width, Charset charset, boolean colour, Detail detail) {
  /** The style for a file or a mail. */
  public static final ConsoleStyle PLAIN =
      new ConsoleStyle(80, StandardCharsets.UTF_8, false, Detail.NORMAL);

  public ConsoleStyle {
    width = Math.max(40, width);
  }

  /** How much is shown. */
  public enum Detail {
    /** Only what is not PASS; nothing at all if the run is PASS. */
    QUIET,
    /** A line for every rule that works; failures by who must act and by cause. */
    NORMAL,
    /** Also timings, names, certificates and every other fact. */
    VERBOSE
  }
}
