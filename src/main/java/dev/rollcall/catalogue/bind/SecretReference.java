package dev.rollcall.catalogue.bind;

import dev.rollcall.probe.settings.YamlKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where to fetch a secret; the secret itself is not read here. */
public sealed interface SecretReference {

  /** An environment variable. */
  record Environment(@YamlKey(about = "An environment variable.", name = "env") String name)
      implements SecretReference {}

  /** A file that contains only the secret. */
  record File(@YamlKey(about = "A file that contains only the secret.", name = "file") Path path)
      implements SecretReference {}

  /** A credential of a systemd service ({@code LoadCredential=}). */
  record Credential(
      @YamlKey(about = "A credential of a systemd service.", name = "credential") String name)
      implements SecretReference {}

  /**
   * What {@code env}, {@code file} or {@code credential} and a name mean.
   *
   * @param path finds the file of that name, if it can be one
   * @return empty if the kind is another, or cannot have that name
   */
  static Optional<SecretReference> of(
      String kind, String name, Function<String, Optional<Path>> path) {
    return switch (kind) {
      case "env" ->
          name.matches("[A-Za-z_][A-Za-z0-9_]*")
              ? Optional.of(new Environment(name))
              : Optional.empty();
      case "file" -> path.apply(name).map(File::new);
      case "credential" ->
          name.matches("[A-Za-z0-9_.-]+") ? Optional.of(new Credential(name)) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
