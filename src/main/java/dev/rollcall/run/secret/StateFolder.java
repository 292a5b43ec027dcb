package dev.rollcall.run.secret;

import java.io.IOException;
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
      return Path.of(service.split(":", 2)[0]);
    }
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      Optional<Path> folder = absolute(environment.getOrDefault(variable, ""));
      if (folder.isPresent()) {
        return folder.get().resolve(NAME);
      }
    }
    return absolute(home)
        .or(() -> absolute(environment.getOrDefault("HOME", "")))
        .map(folder -> folder.resolve(Path.of(".local", "state", NAME)))
        .orElseThrow(
            () ->
                new IOException(
                    "failed logins cannot be stored, as this user has no home folder: set"
                        + " XDG_STATE_HOME (for a systemd service: StateDirectory=) to a folder"
                        + " that this user may write to"));
  }

  private static Optional<Path> absolute(String folder) {
    return Optional.of(folder)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
