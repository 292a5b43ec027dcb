package dev.rollcall.protocol.echo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the echo protocol, which exists in these tests only: {@code ECHO word name}. A client
 * sends its own name, a server answers with the same word, the server's name and a number.
 */
record EchoLine(String word, String name, String number) {
  /** Longer lines are none. */
  static final int LONGEST = 200;

  private static final Pattern FORM = Pattern.compile("ECHO (\\S+) (\\S+)(?: ([0-9]+))?");

  static Optional<EchoLine> read(String line) {
    Matcher parts = FORM.matcher(line);
    return parts.matches()
        ? Optional.of(
            new EchoLine(
                parts.group(1), parts.group(2), parts.group(3) == null ? "" : parts.group(3)))
        : Optional.empty();
  }

  String text() {
    return "ECHO " + word + " " + name + (number.isEmpty() ? "" : " " + number) + "\r\n";
  }
}
