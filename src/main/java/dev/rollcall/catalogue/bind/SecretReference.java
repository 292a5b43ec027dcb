package dev.rollcall.catalogue.bind;

import java.nio.file.Path;

/** Where a secret is to be had; the secret itself is never read here. */
public sealed interface SecretReference {

  /** An environment variable. */
  record Environment(String name) implements SecretReference {}

  /** A file that holds nothing else. */
  record File(Path path) implements SecretReference {}

  /** A credential of a systemd service ({@code LoadCredential=}). */
  record Credential(String name) implements SecretReference {}
}
