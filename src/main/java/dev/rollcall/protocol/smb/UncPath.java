package dev.rollcall.protocol.smb;

import dev.rollcall.text.HostNames;
import java.util.Optional;

/**
 * A UNC path (MS-DTYP §2.2.57).
 *
 * @param path below the share, without a backslash at either end; may be empty
 */
record UncPath(String host, String share, String path) {

  /** Reads {@code \\host\share\path}; empty if host or share is missing. */
  static Optional<UncPath> parse(String text) {
    String[] parts = text.replaceFirst("^\\\\+", "").split("\\\\+", 3);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      return Optional.empty();
    }
    String path = parts.length < 3 ? "" : parts[2];
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '\\') {
      end--;
    }
    return Optional.of(new UncPath(parts[0], parts[1], path.substring(0, end)));
  }

  UncPath below(String name) {
    return new UncPath(host, share, path.isEmpty() ? name : path + "\\" + name);
  }

  /** The form for a DFS request: {@code host\share\path}. */
  String inNamespace() {
    return path.isEmpty() ? host + "\\" + share : host + "\\" + share + "\\" + path;
  }

  /** The share itself. */
  String root() {
    return "\\\\" + host + "\\" + share;
  }

  boolean on(String other) {
    return HostNames.same(host, other);
  }

  @Override
  public String toString() {
    return "\\\\" + inNamespace();
  }
}
