package dev.rollcall.document;

import dev.rollcall.files.InputFile;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One kind of JSON document: its name, its version, and how it is written and read, strictly.
 *
 * @param noun its name in messages
 * @param version raised by every change that an older reader would refuse
 * @param top the record that is the document's top level
 * @param content the value that the document holds
 */
public record DocumentForm<D extends Record>(
    String format, String noun, int version, Class<D> top, Function<D, Stored> content) {
  public static final DocumentForm<Document> RUN =
      new DocumentForm<>(
          RunDocument.FORMAT,
          "run document",
          RunDocument.VERSION,
          Document.class,
          document -> new Stored.OfRun(document.run()));

  private static final List<DocumentForm<?>> RUNS =
      List.of(
          RUN,
          // No losses of datagrams, and no path of the catalogue.
          older(4),
          // A run does not name the servers in whose place it was made.
          older(3),
          // Attempts do not have the evidence of their packets.
          older(2));

  public static final DocumentForm<LogDocument> STAND_IN =
      new DocumentForm<>(
          StandInDocument.FORMAT,
          "stand-in's log",
          StandInDocument.VERSION,
          LogDocument.class,
          document -> new Stored.OfStandIn(document.log()));

  /** The older form, before logs were limited in bytes. */
  static final DocumentForm<OlderLogDocument> OLDER_STAND_IN =
      new DocumentForm<>(
          StandInDocument.FORMAT,
          "stand-in's log",
          1,
          OlderLogDocument.class,
          document -> new Stored.OfStandIn(document.log()));

  private static DocumentForm<Document> older(int version) {
    return new DocumentForm<>(RunDocument.FORMAT, RUN.noun, version, Document.class, RUN.content);
  }

  /** The forms of run documents that are read, and more. */
  static DocumentForm<?>[] runs(DocumentForm<?>... more) {
    return Stream.concat(RUNS.stream(), Stream.of(more)).toArray(DocumentForm<?>[]::new);
  }

  /** The document, ending in a line feed. */
  static byte[] write(Record document) {
    return RunJson.ended(RunJson.bytes(document));
  }

  /** As {@link #write(Record)}, without the whole document in memory; leaves the stream open. */
  static void write(Record document, OutputStream out) throws IOException {
    try {
      RunJson.SPARSE
          .writer()
          .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .writeValue(out, document);
    } catch (JacksonException e) {
      throw unwritten(e);
    }
    out.write('\n');
  }

  /** The stream's own error, which may be wrapped several times; rethrows any other. */
  private static IOException unwritten(JacksonException wrapped) {
    for (Throwable cause = wrapped.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException why) {
        return why;
      }
    }
    throw wrapped;
  }

  /** Reads a file that holds a document of one of these forms, packed by gzip or not. */
  public static Stored read(Path file, DocumentForm<?>... forms) throws IOException {
    String shown = Printable.line(file.toString());
    if (Files.isDirectory(file)) {
      throw new IOException(shown + ": this is a folder: name the " + forms[0].noun + " in it");
    }
    try (InputStream in = InputFile.open(file)) {
      return read(in, file.toString(), forms);
    } catch (FileSystemException e) {
      throw new IOException(shown + ": " + InputFile.reason(e), e);
    }
  }

  public static Stored read(InputStream in, String name, DocumentForm<?>... forms)
      throws IOException {
    String shown = Printable.line(name);
    byte[] json = Gzip.read(in, shown, RunDocument.LIMIT + 1);
    if (json.length > RunDocument.LIMIT) {
      throw new IOException(
          shown
              + ": larger than "
              + (RunDocument.LIMIT >> 20)
              + " MiB, too large for a "
              + forms[0].noun);
    }
    if (json.length == 0) {
      throw new IOException(shown + ": the file is empty: make it again with " + forms[0].maker());
    }
    DocumentForm<?> expected = forms[0];
    try {
      expected = form(json, shown, forms);
      return expected.content(json);
    } catch (JacksonException e) {
      throw new IOException(shown + place(e) + ": " + expected.complaint(e), e);
    } catch (NullPointerException e) {
      // Only documents of an older version may lack keys, and not these.
      throw new IOException(shown + ": not a " + expected.noun + ": a key is missing", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          shown + ": not a " + expected.noun + ": " + Printable.line("" + e, 300), e);
    }
  }

  private Stored content(byte[] json) {
    boolean lacksKeys = RUNS.contains(this) && !equals(RUN);
    JsonMapper mapper = lacksKeys ? RunJson.SPARSE : RunJson.strict();
    return content.apply(mapper.readValue(json, top));
  }

  private static DocumentForm<?> form(byte[] json, String shown, DocumentForm<?>... forms)
      throws IOException {
    Map<String, String> head = JsonHead.read(json, Set.of("format", JsonHead.VERSION));
    String given = head.getOrDefault("format", "");
    String version = head.getOrDefault(JsonHead.VERSION, "");
    List<DocumentForm<?>> named =
        Stream.of(forms).filter(form -> given.equals(form.format)).toList();
    for (DocumentForm<?> form : named) {
      if (version.equals(Integer.toString(form.version))) {
        return form;
      }
    }
    if (!named.isEmpty()) {
      throw named.get(0).otherVersion(version, named, shown);
    }
    throw new IOException(
        shown
            + ": not a "
            + list(" or a ", form -> form.noun, forms)
            + ": its \"format\" is not "
            + list(" or ", form -> "\"" + form.format + "\"", forms));
  }

  /** The sentence for a document of a version that none of the known forms has. */
  private IOException otherVersion(String given, List<DocumentForm<?>> known, String shown) {
    IntSummaryStatistics read = known.stream().mapToInt(form -> form.version).summaryStatistics();
    String versions =
        read.getMin() == read.getMax()
            ? "version " + read.getMax()
            : "versions " + read.getMin() + " to " + read.getMax();
    String remedy =
        given.isEmpty()
            ? "make it again with " + maker()
            : isNewer(given)
                ? "read it with the Rollcall that wrote it, or a newer one"
                : "read it with the Rollcall that wrote it";
    return new IOException(
        shown
            + ": "
            + noun
            + (given.isEmpty()
                ? " without a version"
                : " version " + Printable.line(given, 20) + ", this Rollcall reads " + versions)
            + ": "
            + remedy);
  }

  private boolean isNewer(String given) {
    return given.matches("[1-9][0-9]*")
        && new BigInteger(given).compareTo(BigInteger.valueOf(version)) > 0;
  }

  /** What writes it. */
  private String maker() {
    return (format.equals(RunDocument.FORMAT) ? "check" : "answer") + " --report json=FILE";
  }

  private static String list(
      String between, Function<DocumentForm<?>, String> word, DocumentForm<?>... forms) {
    return Stream.of(forms).map(word).distinct().collect(Collectors.joining(between));
  }

  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : ":" + location.getLineNr() + ":" + location.getColumnNr();
  }

  private String complaint(JacksonException e) {
    String path = JsonComplaint.path(e);
    return "not a "
        + noun
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + Printable.line(JsonComplaint.sentence(e), 300)
        + (JsonComplaint.endsEarly(e) ? "; make it again with " + maker() : "");
  }
}
