package dev.rollcall.bundle;

import dev.rollcall.document.CourseDocument;
import dev.rollcall.document.RunDocument;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.files.InputFile;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads a bundle, which may be hostile: in bounded memory, only files of known names, and nothing
 * of it is written to the disk.
 */
public final class BundleReader {
  /** The largest archive that is read, in bytes. */
  static final int LARGEST = 4 << 20;

  private static final int MOST_PARTS = 200;

  /** The size of the record at the end, without its comment. */
  private static final int END = 22;

  /** How an archive begins that has a file: APPNOTE.TXT §4.3.7. */
  private static final byte[] BEGINNING = {'P', 'K', 3, 4};

  private final String shown;
  private final List<StandInLog> logs = new ArrayList<>();
  private Optional<Run> run = Optional.empty();
  private Optional<Past> past = Optional.empty();
  private int left = RunDocument.LIMIT;

  private BundleReader(String shown) {
    this.shown = shown;
  }

  /**
   * What reports are made of.
   *
   * @param past the runs before, if the bundle has them
   */
  public record Opened(Run run, Optional<Past> past, List<StandInLog> logs) {}

  /**
   * Reads a file if it is an archive.
   *
   * @return empty if it is another file, or none
   * @throws IOException with a sentence for the user that names the file, if it is damaged, too
   *     large, or not a bundle
   */
  public static Optional<Opened> read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return Optional.empty();
    }
    try (InputStream in = InputFile.open(file)) {
      byte[] beginning = in.readNBytes(BEGINNING.length);
      if (!Arrays.equals(beginning, BEGINNING)) {
        return Optional.empty();
      }
      byte[] rest = in.readNBytes(LARGEST + 1);
      String shown = Printable.line(file.toString());
      if (rest.length > LARGEST) {
        throw new IOException(shown + ": larger than 4 MiB, too large for a bundle");
      }
      byte[] whole = Arrays.copyOf(beginning, beginning.length + rest.length);
      System.arraycopy(rest, 0, whole, beginning.length, rest.length);
      return Optional.of(read(whole, shown));
    }
  }

  /**
   * Reads an archive.
   *
   * @param shown its name in messages
   */
  static Opened read(byte[] archive, String shown) throws IOException {
    BundleReader reader = new BundleReader(shown);
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
      int parts = reader.parts(zip);
      if (!isWhole(archive, parts)) {
        throw new IOException(shown + ": the archive is damaged or incomplete");
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("encrypted")) {
        throw new IOException(
            shown + ": the archive is encrypted: unpack it, and name the run.json in it", e);
      }
      // The last of them for a name that is not UTF-8.
      throw new IOException(shown + ": the archive is damaged or incomplete", e);
    }
    return new Opened(
        reader.run.orElseThrow(
            () -> new IOException(shown + ": not a bundle: there is no " + BundleNames.RUN)),
        reader.past,
        List.copyOf(reader.logs));
  }

  /** Whether the archive's end is there, and counts as many files: APPNOTE.TXT §4.3.16. */
  private static boolean isWhole(byte[] archive, int parts) {
    for (int at = archive.length - END; at >= 0 && at >= archive.length - END - 0xffff; at--) {
      if (archive[at] == 'P'
          && archive[at + 1] == 'K'
          && archive[at + 2] == 5
          && archive[at + 3] == 6) {
        return ((archive[at + 10] & 0xff) | ((archive[at + 11] & 0xff) << 8)) == parts;
      }
    }
    return false;
  }

  /** How many. */
  private int parts(ZipInputStream zip) throws IOException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      if (seen.size() >= MOST_PARTS || !seen.add(name)) {
        throw new IOException(shown + ": not a bundle: too many files, or one of them twice");
      }
      byte[] content = zip.readNBytes(left + 1);
      if (content.length > left) {
        throw new IOException(
            shown + ": larger than " + (RunDocument.LIMIT >> 20) + " MiB when it is unpacked");
      }
      left -= content.length;
      part(name, new ByteArrayInputStream(content));
    }
    return seen.size();
  }

  private void part(String name, InputStream content) throws IOException {
    String place = shown + " (" + Printable.line(name, 60) + ")";
    if (name.equals(BundleNames.RUN)) {
      run = Optional.of(RunDocument.read(content, place));
    } else if (name.equals(BundleNames.COURSE)) {
      past = Optional.of(CourseDocument.read(content, place));
    } else if (BundleNames.STAND_IN.matcher(name).matches()) {
      logs.add(StandInDocument.read(content, place));
    } else if (!Set.of(BundleNames.README, BundleNames.SITE, BundleNames.HOST).contains(name)) {
      throw new IOException(
          place
              + ": not a file of a bundle; a newer Rollcall may have made it, or this is not a"
              + " bundle");
    }
  }
}
