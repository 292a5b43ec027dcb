package dev.rollcall.cli.send;

import dev.rollcall.catalogue.bind.SecretReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret is, on a command line, which itself every user can read. */
public final class SecretPlace {
  /** How one is written, for help and messages. */
  public static final String FORMS = "env:VARIABLE, file:FILE or credential:NAME";

  private SecretPlace() {}

  /**
   * Reads one.
   *
   * @return empty if it is none: it may be the secret itself, which must not be repeated
   */
  public static Optional<SecretReference> of(String text) {
    int at = text.indexOf(':');
    String name = text.substring(at + 1);
    return at < 0 || name.isEmpty()
        ? Optional.empty()
        : SecretReference.of(text.substring(0, at), name, SecretPlace::path);
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
