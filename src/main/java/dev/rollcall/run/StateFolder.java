package dev.rollcall.run;

import java.nio.file.Path;
import java.util.Map;

/**
 * The default folder for state between runs: systemd's {@code StateDirectory=}, else the user's
 * state folder (XDG base directories; {@code %LOCALAPPDATA%} on Windows).
 */
final class StateFolder {
  private static final String NAME = "rollcall";

  private StateFolder() {}

  static Path of(Map<String, String> environment) {
    String service = environment.getOrDefault("STATE_DIRECTORY", "");
    if (!service.isEmpty()) {
      // Several are joined by colons; the first is used.
      return Path.of(service.split(":", 2)[0]);
    }
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      String folder = environment.getOrDefault(variable, "");
      if (!folder.isEmpty()) {
        return Path.of(folder, NAME);
      }
    }
    return Path.of(System.getProperty("user.home", "."), ".local", "state", NAME);
  }
}
