package dev.rollcall.model.path;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A port number and its transport, written {@code 1433/tcp}.
 *
 * @param number 1 to 65535
 */
public record Port(int number, Transport transport) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  public Port {
    Objects.requireNonNull(transport);
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException("port " + number + " is not between 1 and 65535");
    }
  }

  public static Port tcp(int number) {
    return new Port(number, Transport.TCP);
  }

  public static Port udp(int number) {
    return new Port(number, Transport.UDP);
  }

  /**
   * Reads {@code NUMBER/tcp} or {@code NUMBER/udp}.
   *
   * @throws IllegalArgumentException with a sentence for the user, if it is neither
   */
  public static Port parse(String text) {
    int slash = text.indexOf('/');
    String number = slash < 0 ? text : text.substring(0, slash);
    String transport = slash < 0 ? "" : text.substring(slash + 1);
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a port: write it as 1433/tcp");
    }
    return switch (transport) {
      case "tcp" -> tcp(Integer.parseInt(number));
      case "udp" -> udp(Integer.parseInt(number));
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' lacks a transport: write " + number + "/tcp or " + number + "/udp");
    };
  }

  @Override
  public String toString() {
    return number + "/" + transport.word();
  }
}
