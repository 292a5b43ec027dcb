package dev.rollcall.model.path;

import java.util.Locale;

/** The transport protocol below a rule's own protocol. */
public enum Transport {
  TCP,
  UDP;

  /** {@code tcp}: the name in files and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
