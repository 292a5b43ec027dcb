package dev.rollcall.catalogue;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Optional;

/** Reads site files. */
public final class Sites {
  private static final String DEMONSTRATION = "checks/site.demo.yaml";

  private Sites() {}

  /**
   * Reads a site file for a catalogue. Relative paths in it are taken from the file's folder.
   * Secrets stay references.
   *
   * @throws ComplaintException with everything that is wrong in it, missing values included
   */
  public static Site read(Path file, Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    return read(
        Catalogues.bytes(file, complaints),
        new SiteReader(file, catalogue, complaints),
        complaints);
  }

  /**
   * Reads the text of a site file that is about to be written.
   *
   * @param file its name, for errors and relative paths
   * @throws ComplaintException as {@link #read(Path, Catalogue)}
   */
  public static Site read(Path file, byte[] bytes, Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    return read(bytes, new SiteReader(file, catalogue, complaints), complaints);
  }

  /**
   * Reads a site file that is not finished: a missing value is no error.
   *
   * @param file its name, for errors and relative paths
   * @throws ComplaintException with everything that is wrong in it
   */
  public static Site draft(Path file, byte[] bytes, Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    return read(bytes, new SiteReader(file, catalogue, complaints).unfinished(), complaints);
  }

  /**
   * Reads the site file of the jar, for a demonstration.
   *
   * @throws ComplaintException as {@link #read}
   */
  public static Site demonstration(Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(DEMONSTRATION);
    return read(
        Catalogues.packed(DEMONSTRATION),
        new SiteReader(Path.of(DEMONSTRATION), catalogue, complaints),
        complaints);
  }

  private static Site read(byte[] bytes, SiteReader reader, Complaints complaints)
      throws ComplaintException {
    Optional<Site> site = YamlReader.read(bytes, complaints).map(reader::read);
    complaints.throwIfAny();
    return site.orElseThrow(() -> new IllegalStateException("no site, no complaint"));
  }
}
