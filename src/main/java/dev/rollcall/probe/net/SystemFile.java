package dev.rollcall.probe.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a file in which the operating system says something of its network, such as {@code
 * /etc/resolv.conf} and {@code /proc/net/route}. Comments and names in it may have any encoding, so
 * each byte is read as one character (ISO 8859-1).
 */
public final class SystemFile {
  /** The most lines of a file that are read: a router can have a million routes. */
  static final int MOST = 10_000;

  private SystemFile() {}

  /**
   * The lines of it, the first 10,000 at most; empty if this system does not have it, or does not
   * let this user read it.
   */
  public static List<String> lines(Path file) {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try (BufferedReader lines = open(file)) {
      return lines.lines().limit(MOST).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /**
   * Opens one that may be long, to read it line by line.
   *
   * @throws IOException if this system does not have it, or does not let this user read it
   */
  static BufferedReader open(Path file) throws IOException {
    return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
  }
}
