package dev.rollcall.document;

import dev.rollcall.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The run as a JSON document: everything that was observed, so that every other report can be
 * rendered from it later. {@code checks/schema/run.schema.json} describes it.
 *
 * <p>Keys have a fixed order and are always there, {@code null} where there is no value. Durations
 * are seconds as plain decimals, exact to the nanosecond; instants are ISO 8601 in UTC; addresses
 * are literals; ports are {@code 636/tcp}; alternatives are distinguished by {@code type}. The
 * document is ASCII: everything else is escaped, so that it is safe to look at and complete. It
 * reads back as an equal run.
 */
public final class RunDocument {
  /** The value of {@code format}. */
  public static final String FORMAT = "rollcall.run";

  /** The value of {@code version}: raised by every change that an older reader would refuse. */
  public static final int VERSION = 5;

  /** The largest document that is read, in bytes. */
  public static final int LIMIT = 64 << 20;

  private RunDocument() {}

  /** The document, ending in a line feed. */
  public static byte[] write(Run run) {
    return DocumentForm.write(Document.of(run));
  }

  /** As {@link #write(Run)}, without the whole document in memory; leaves the stream open. */
  public static void write(Run run, OutputStream out) throws IOException {
    DocumentForm.write(Document.of(run), out);
  }

  /**
   * Reads a document, strictly: unknown or missing keys are errors. No name is looked up.
   *
   * @throws IOException with a sentence for the user that names the file and the place in it
   */
  public static Run read(Path file) throws IOException {
    return run(DocumentForm.read(file, DocumentForm.runs()));
  }

  /**
   * Reads a document from a stream, at most {@link #LIMIT} bytes of it.
   *
   * @param name its name in messages
   * @throws IOException as {@link #read(Path)} does
   */
  public static Run read(InputStream in, String name) throws IOException {
    return run(DocumentForm.read(in, name, DocumentForm.runs()));
  }

  private static Run run(Stored stored) {
    return ((Stored.OfRun) stored).run();
  }
}
