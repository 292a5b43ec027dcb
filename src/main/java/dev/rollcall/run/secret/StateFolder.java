package dev.rollcall.run.secret;

import dev.rollcall.files.FileReason;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The default folder for state between runs: systemd's {@code StateDirectory=}, else the user's
 * state folder (XDG base directories, which ignore paths that are not absolute; {@code
 * %LOCALAPPDATA%} on Windows).
 */
final class StateFolder {
  private static final String NAME = "rollcall";

  private StateFolder() {}

  /**
   * The folder, which may not exist.
   *
   * @throws IOException with a sentence for the user, if there is none for this user
   */
  static Path of(Map<String, String> environment) throws IOException {
    return of(environment, System.getProperty("user.home", ""));
  }

  /**
   * As {@link #of(Map)}.
   *
   * @param home Java's home folder of the user, a question mark for one without an entry in passwd
   */
  static Path of(Map<String, String> environment, String home) throws IOException {
    String service = environment.getOrDefault("STATE_DIRECTORY", "");
    if (!service.isEmpty()) {
      // Several are joined by colons; the first is used.
      return path("STATE_DIRECTORY", service.split(":", 2)[0]);
    }
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      Optional<Path> folder = absolute(variable, environment.getOrDefault(variable, ""));
      if (folder.isPresent()) {
        return folder.get().resolve(NAME);
      }
    }
    Optional<Path> own = absolute("this user's home folder", home);
    if (own.isEmpty()) {
      own = absolute("HOME", environment.getOrDefault("HOME", ""));
    }
    return own.map(folder -> folder.resolve(Path.of(".local", "state", NAME)))
        .orElseThrow(
            () ->
                new IOException(
                    "failed logins cannot be stored, as this user has no home folder: set"
                        + " XDG_STATE_HOME (for a systemd service: StateDirectory=) to a folder"
                        + " that this user may write to"));
  }

  private static Optional<Path> absolute(String name, String folder) throws IOException {
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(path(name, folder)).filter(Path::isAbsolute);
  }

  private static Path path(String name, String folder) throws IOException {
    try {
      return Path.of(folder);
    } catch (InvalidPathException e) {
      throw new IOException(
          "failed logins cannot be stored: "
              + name
              + " ("
              + Printable.line(folder, 300)
              + ") "
              + FileReason.of(e),
          e);
    }
  }
}
