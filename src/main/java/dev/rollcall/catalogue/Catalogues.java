package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.YamlReader;
import dev.rollcall.files.InputFile;
import dev.rollcall.probe.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads catalogues: from a file or from the jar. */
public final class Catalogues {
  private static final String SHIPPED = "checks/appsanywhere.yaml";

  private Catalogues() {}

  /**
   * Reads a file.
   *
   * @param protocols by the word that rules use
   * @throws ComplaintException with all its errors
   */
  public static Catalogue read(Path file, Map<String, Protocol<?>> protocols)
      throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    return read(bytes(file, complaints), complaints, protocols);
  }

  /**
   * Reads the catalogue of the jar.
   *
   * @throws ComplaintException if it names a protocol that is not among these
   */
  public static Catalogue shipped(Map<String, Protocol<?>> protocols) throws ComplaintException {
    Complaints complaints = new Complaints(SHIPPED);
    return read(packed(SHIPPED), complaints, protocols);
  }

  /**
   * A protocol's settings with nothing set, for follow-ups that another protocol asks for.
   *
   * @throws IllegalArgumentException if the protocol has keys without a fallback
   */
  public static <S extends Record> S defaults(Protocol<S> protocol) {
    Complaints complaints = new Complaints("the settings of " + protocol.name());
    return new Binder(complaints)
        .settings(protocol.settings(), new Node.Mapping(Node.Mark.START, Map.of()), "settings")
        .orElseThrow(
            () -> new IllegalArgumentException(protocol.name() + " has keys without a default"));
  }

  private static Catalogue read(
      byte[] bytes, Complaints complaints, Map<String, Protocol<?>> protocols)
      throws ComplaintException {
    Optional<Catalogue> catalogue =
        YamlReader.read(bytes, complaints)
            .flatMap(node -> new CatalogueReader(complaints, protocols).read(node));
    complaints.throwIfAny();
    return catalogue.orElseThrow(() -> new IllegalStateException("no catalogue, no complaint"));
  }

  /** The bytes of a file of the jar. */
  static byte[] packed(String path) {
    try (InputStream in = Catalogues.class.getClassLoader().getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readNBytes(YamlReader.LARGEST + 1);
    } catch (IOException e) {
      throw new IllegalStateException("the jar cannot be read", e);
    }
  }

  /** A file's bytes, one more than allowed at most. */
  static byte[] bytes(Path file, Complaints complaints) throws ComplaintException {
    try (InputStream in = InputFile.open(file)) {
      return in.readNBytes(YamlReader.LARGEST + 1);
    } catch (IOException e) {
      complaints.unread(InputFile.reason(e));
    }
    complaints.throwIfAny();
    throw new IllegalStateException("complained of");
  }
}
