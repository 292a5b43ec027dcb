package dev.rollcall.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What is known of the terminal, if there is one. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether a person watches. Since Java 22 there is a console without a terminal as well, and
   * {@code Console.isTerminal} tells; before, its mere existence does.
   */
  @SuppressWarnings("SystemConsoleNull") // before Java 22 it is null, and after it isTerminal tells
  static boolean present() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException older) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** Whether colours are welcome: on a terminal, unless NO_COLOR is set (no-color.org). */
  static boolean colour() {
    String refused = System.getenv("NO_COLOR");
    return present() && (refused == null || refused.isEmpty());
  }

  /** The encoding that the operating system's locale asks for. */
  static Charset charset() {
    String name = System.getProperty("native.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.US_ASCII;
  }
}
