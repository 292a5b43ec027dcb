package dev.rollcall.catalogue.bind;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of a service record in DNS. A value in it need not be a host name: a site of Active
 * Directory may have blanks and letters of every script in its name, as Microsoft's name servers
 * take any octet (RFC 2181 §11).
 */
public final class ServiceName {
  private static final int LONGEST = 253;
  private static final int LONGEST_PART = 63;

  private ServiceName() {}

  /** Why no name server can have it (RFC 1035 §2.3.4), with the remedy; empty if one can. */
  public static Optional<String> objection(String name) {
    String why =
        name.chars().anyMatch(Character::isISOControl)
            ? "has a control character"
            : bytes(name) > LONGEST ? "is longer than " + LONGEST + " bytes" : part(name);
    return Optional.of(why)
        .filter(text -> !text.isEmpty())
        .map(text -> "the DNS name '" + name + "' " + text + "; write the name alone");
  }

  private static String part(String name) {
    for (String part : name.split("\\.", -1)) {
      if (part.isEmpty()) {
        return "has two dots together, or one at its begin or end";
      }
      if (bytes(part) > LONGEST_PART) {
        return "has more than " + LONGEST_PART + " bytes between two dots";
      }
    }
    return "";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
