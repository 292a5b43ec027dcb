package dev.rollcall.cli.option;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.run.Protocols;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which catalogue of rules a command reads. */
public final class CatalogueOption {
  @Option(
      names = "--checks",
      paramLabel = "FILE",
      description = "Catalogue of rules; default: the one for AppsAnywhere in this jar.")
  private @Nullable Path checks;

  /** The path of the catalogue, as given; empty for the one in this jar. */
  Optional<String> file() {
    return Optional.ofNullable(checks).map(Path::toString);
  }

  /** Whether the catalogue is the one in this jar. */
  boolean own() {
    return checks == null;
  }

  /** The catalogue in the file, or the one in the jar. */
  public Catalogue read(Protocols protocols) throws ComplaintException {
    return checks == null
        ? Catalogues.shipped(protocols.byName())
        : Catalogues.read(checks, protocols.byName());
  }
}
