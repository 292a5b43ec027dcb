package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads references to secrets. Never repeats what might be the secret itself. */
final class SecretReader {
  private static final String REMEDY =
      "give {env: VARIABLE}, {file: PATH} or {credential: NAME} instead";

  private static final String FILE = "file";

  private static final Set<String> KINDS = Set.of("env", FILE, "credential");

  private final Complaints complaints;
  private final Path folder;

  SecretReader(Complaints complaints, Path folder) {
    this.complaints = complaints;
    this.folder = folder;
  }

  /** The secret of that value of a site. */
  Optional<SiteValue.Secret> read(Node node, String key, String value) {
    return reference(node, key)
        .map(
            reference ->
                new SiteValue.Secret(
                    reference, value, complaints.file(), node.mark().line(), node.mark().column()));
  }

  private Optional<SecretReference> reference(Node node, String key) {
    if (!(node instanceof Node.Mapping mapping)) {
      complaints.add(
          node.mark(),
          key + " is a password in plain text; a site file must not contain secrets; " + REMEDY);
      return Optional.empty();
    }
    if (mapping.entries().size() == 1) {
      Map.Entry<String, Node.Entry> only = mapping.entries().entrySet().iterator().next();
      if (only.getValue().value() instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
        if (only.getKey().equals(FILE)) {
          return new Readers(complaints)
              .path(folder, node, key, scalar.text())
              .map(SecretReference.File::new);
        }
        Optional<SecretReference> reference =
            SecretReference.of(only.getKey(), scalar.text(), name -> Optional.empty());
        if (reference.isPresent()) {
          return reference;
        }
      }
    }
    boolean several = mapping.entries().size() > 1 && KINDS.containsAll(mapping.entries().keySet());
    complaints.add(
        node.mark(),
        several
            ? key + " has several references to a secret; give one of them"
            : key + " is not a reference to a secret; " + REMEDY);
    return Optional.empty();
  }
}
