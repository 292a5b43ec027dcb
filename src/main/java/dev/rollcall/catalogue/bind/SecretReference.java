package dev.rollcall.catalogue.bind;

import java.nio.file.Path;

/** Where to fetch a secret; the secret itself is not read here. */
public sealed interface SecretReference {

  /** An environment variable. */
  record Environment(String name) implements SecretReference {}

  /** A file that contains only the secret. */
  record File(Path path) implements SecretReference {}

  /** A credential of a systemd service ({@code LoadCredential=}). */
  record Credential(String name) implements SecretReference {}
}
