package dev.rollcall.text;

import java.util.Locale;

/** Spellings of one host's name: case says nothing, nor does the dot at its end (RFC 1034 §3.1). */
public final class HostNames {
  private HostNames() {}

  /** The name without a dot at its end, its case kept. */
  public static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** The name as it is compared: without a dot at its end, in lower case. */
  public static String plain(String name) {
    return withoutDot(name).toLowerCase(Locale.ROOT);
  }

  /** Whether both spell the same name. */
  public static boolean same(String left, String right) {
    return plain(left).equals(plain(right));
  }
}
