package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads references to secrets. Never repeats what might be the secret itself. */
final class SecretReader {
  private static final String REMEDY =
      "give {env: VARIABLE}, {file: PATH} or {credential: NAME} instead";

  private final Complaints complaints;
  private final Path folder;

  SecretReader(Complaints complaints, Path folder) {
    this.complaints = complaints;
    this.folder = folder;
  }

  Optional<SecretReference> read(Node node, String key) {
    if (!(node instanceof Node.Mapping mapping)) {
      complaints.add(
          node.mark(),
          key + " is a password in plain text; a site file must not contain secrets; " + REMEDY);
      return Optional.empty();
    }
    if (mapping.entries().size() == 1) {
      Map.Entry<String, Node.Entry> only = mapping.entries().entrySet().iterator().next();
      if (only.getValue().value() instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
        Optional<SecretReference> reference = reference(only.getKey(), scalar.text());
        if (reference.isPresent()) {
          return reference;
        }
      }
    }
    complaints.add(node.mark(), key + " is not a reference to a secret; " + REMEDY);
    return Optional.empty();
  }

  private Optional<SecretReference> reference(String how, String text) {
    return switch (how) {
      case "env" ->
          text.matches("[A-Za-z_][A-Za-z0-9_]*")
              ? Optional.of(new SecretReference.Environment(text))
              : Optional.empty();
      case "file" -> Readers.path(folder, text).map(SecretReference.File::new);
      case "credential" ->
          text.matches("[A-Za-z0-9_.-]+")
              ? Optional.of(new SecretReference.Credential(text))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
