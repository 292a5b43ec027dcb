package dev.rollcall.catalogue.template;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where a host finds a value of its site by itself. */
public enum Suggestion {
  /** Its own name. */
  THIS_HOST,
  /** The domain of its resolver. */
  DOMAIN,
  /** The SRV records of the domain controllers, for the domain that was answered. */
  CONTROLLER,
  /** The domain that was answered, in capitals. */
  REALM,
  /** The configuration of its time service. */
  TIME_SERVERS;

  /** The word of the catalogue. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Suggestion::word).toList();
  }

  public static Suggestion of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
