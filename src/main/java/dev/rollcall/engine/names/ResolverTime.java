package dev.rollcall.engine.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the operating system's resolver takes for a name before it gives up: resolv.conf(5). */
final class ResolverTime {
  private static final Path FILE = Path.of("/etc/resolv.conf");

  /** The C library's defaults and maximums. */
  private static final int TIMEOUT = 5;

  private static final int ATTEMPTS = 2;
  private static final int LONGEST_TIMEOUT = 30;
  private static final int MOST_ATTEMPTS = 5;

  private static final Pattern TIMEOUT_OPTION = option("timeout");
  private static final Pattern ATTEMPTS_OPTION = option("attempts");

  /** The longest that a run waits for a name. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private ResolverTime() {}

  private static Pattern option(String name) {
    return Pattern.compile("\\s" + name + ":([0-9]{1,9})(?![0-9])");
  }

  /** This host's: {@code timeout × attempts}. */
  static Duration configured() {
    return of(lines(FILE), Optional.ofNullable(System.getenv("RES_OPTIONS")).orElse(""));
  }

  /** A file's lines, whose comments may have any encoding; empty if it cannot be read. */
  static String lines(Path file) {
    String lines = "";
    try {
      if (Files.isReadable(file)) {
        lines = Files.readString(file, StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      // Use the defaults.
    }
    return lines;
  }

  /**
   * Reads it.
   *
   * @param lines of resolv.conf
   * @param options as in RES_OPTIONS, which take precedence
   */
  static Duration of(String lines, String options) {
    int timeout = TIMEOUT;
    int attempts = ATTEMPTS;
    for (String line : (lines + "\noptions " + options).split("\n", -1)) {
      if (line.startsWith("options")) {
        timeout = number(line, TIMEOUT_OPTION, LONGEST_TIMEOUT).orElse(timeout);
        attempts = number(line, ATTEMPTS_OPTION, MOST_ATTEMPTS).orElse(attempts);
      }
    }
    Duration all = Duration.ofSeconds((long) timeout * attempts);
    return all.compareTo(LONGEST) > 0 ? LONGEST : all;
  }

  /** The last option counts. */
  private static Optional<Integer> number(String line, Pattern option, int most) {
    Optional<Integer> last = Optional.empty();
    Matcher found = option.matcher(line);
    while (found.find()) {
      last = Optional.of(Math.max(1, Math.min(most, Integer.parseInt(found.group(1)))));
    }
    return last;
  }
}
