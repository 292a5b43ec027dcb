package dev.rollcall.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/** Reads site files. */
public final class Sites {
  private Sites() {}

  /**
   * Reads a site file for a catalogue. Relative paths in it are taken from the file's folder.
   * Secrets stay references.
   *
   * @throws ComplaintException with everything that is wrong in it, missing values included
   */
  public static Site read(Path file, Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    byte[] bytes = Catalogues.bytes(file, complaints);
    Optional<Site> site =
        YamlReader.read(bytes, complaints)
            .map(node -> new SiteReader(file, catalogue, complaints).read(node));
    complaints.throwIfAny();
    return site.orElseThrow(() -> new IllegalStateException("no site, no complaint"));
  }
}
