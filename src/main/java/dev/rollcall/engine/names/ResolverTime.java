package dev.rollcall.engine.names;

import dev.rollcall.probe.net.SystemFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the operating system's resolver takes for a name before it gives up: resolv.conf(5). The
 * library that asks name servers reads that file too, but not these options.
 */
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
    return of(SystemFile.lines(FILE), Optional.ofNullable(System.getenv("RES_OPTIONS")).orElse(""));
  }

  /**
   * Reads it.
   *
   * @param lines of resolv.conf
   * @param options as in RES_OPTIONS, which take precedence
   */
  static Duration of(List<String> lines, String options) {
    int timeout = TIMEOUT;
    int attempts = ATTEMPTS;
    List<String> all = new ArrayList<>(lines);
    all.add("options " + options);
    for (String line : all) {
      if (line.startsWith("options")) {
        timeout = number(line, TIMEOUT_OPTION, LONGEST_TIMEOUT).orElse(timeout);
        attempts = number(line, ATTEMPTS_OPTION, MOST_ATTEMPTS).orElse(attempts);
      }
    }
    Duration whole = Duration.ofSeconds((long) timeout * attempts);
    return whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
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
