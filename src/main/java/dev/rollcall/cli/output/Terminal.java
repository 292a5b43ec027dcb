package dev.rollcall.cli.output;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What is known of the terminal, if there is one. */
public final class Terminal {
  private static final long PATIENCE_SECONDS = 2;
  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  private Terminal() {}

  /**
   * Whether there is a terminal. From Java 22 on a console may have none, and {@code
   * Console.isTerminal} decides; before, a console means a terminal.
   */
  public static boolean present() {
    return console().isPresent();
  }

  /** The terminal, if there is one, to read from: see {@link #present}. */
  @SuppressWarnings("SystemConsoleNull") // before Java 22 it is null, and after it isTerminal tells
  public static Optional<Console> console() {
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    try {
      boolean terminal = (boolean) Console.class.getMethod("isTerminal").invoke(console);
      return terminal ? Optional.of(console) : Optional.empty();
    } catch (NoSuchMethodException older) {
      return Optional.of(console);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether colours are welcome: on a terminal, unless NO_COLOR is set (no-color.org) or TERM is
   * {@code dumb}.
   */
  public static boolean colour() {
    String refused = System.getenv("NO_COLOR");
    return present()
        && (refused == null || refused.isEmpty())
        && obeys(System.getProperty("os.name", ""), System.getenv());
  }

  /** Whether there is a terminal that obeys ANSI sequences. */
  public static boolean obeys() {
    return present() && obeys(System.getProperty("os.name", ""), System.getenv());
  }

  /**
   * The size of a terminal.
   *
   * @param rows lines
   */
  public record Size(int rows, int columns) {}

  /** The size of the terminal at this moment; 24 lines of 80 columns where it is unknown. */
  public static Size size() {
    Matcher size = SIZE.matcher(measuredSize());
    boolean known = size.matches();
    return new Size(
        known ? number(size.group(1)).orElse(ROWS) : ROWS,
        known ? number(size.group(2)).orElse(COLUMNS) : measured().orElse(COLUMNS));
  }

  /**
   * Whether the terminal obeys ANSI sequences. The old console of Windows prints them unless it is
   * configured; newer ones set a variable in the environment.
   */
  static boolean obeys(String system, Map<String, String> environment) {
    if (environment.getOrDefault("TERM", "").equals("dumb")) {
      return false;
    }
    return !system.startsWith("Windows")
        || environment.containsKey("WT_SESSION")
        || environment.containsKey("ANSICON")
        || environment.containsKey("TERM")
        || environment.getOrDefault("ConEmuANSI", "").equals("ON");
  }

  /**
   * The value of COLUMNS, else the width of the terminal.
   *
   * @return empty where neither is known
   */
  public static OptionalInt columns() {
    OptionalInt asked = asked(System.getenv());
    return asked.isPresent() || !present() ? asked : measured();
  }

  /** The value of COLUMNS. */
  public static OptionalInt asked(Map<String, String> environment) {
    return number(environment.getOrDefault("COLUMNS", ""));
  }

  /**
   * The terminal's own columns. Standard input is asked and not {@code /dev/tty}, which a process
   * without a controlling terminal cannot open.
   */
  private static OptionalInt measured() {
    return System.getProperty("os.name", "").startsWith("Windows")
        ? OptionalInt.of(CommandSpec.create().usageMessage().autoWidth(true).width())
        : number(measuredSize().replaceFirst("^\\d+ ", ""));
  }

  /** What {@code stty size} says: rows and columns; empty where it is unknown. */
  private static String measuredSize() {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return "";
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return "";
      }
      return new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip();
    } catch (IOException missing) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** A terminal that does not know its size says 0. */
  private static OptionalInt number(String text) {
    return text.matches("[1-9][0-9]{0,3}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /**
   * The encoding of standard output where Java knows it (Windows has another one for its console),
   * else the one that the operating system's locale asks for.
   */
  public static Charset charset() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .flatMap(key -> Stream.ofNullable(System.getProperty(key)))
        .filter(name -> !name.isEmpty() && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElse(StandardCharsets.US_ASCII);
  }
}
