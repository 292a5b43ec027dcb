package dev.rollcall.document;

import dev.rollcall.model.StandInLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A stand-in's log as a JSON document, like {@link RunDocument}: {@code
 * checks/schema/stand-in.schema.json} describes it. It reads back as an equal log. Version 1 is
 * read as well.
 */
public final class StandInDocument {
  /** The value of {@code format}. */
  public static final String FORMAT = "rollcall.stand-in";

  /** The value of {@code version}: raised by every change that an older reader would refuse. */
  public static final int VERSION = 2;

  private StandInDocument() {}

  /** The document, ending in a line feed. */
  public static byte[] write(StandInLog log) {
    return DocumentForm.write(LogDocument.of(log));
  }

  /**
   * Reads a document, strictly: unknown or missing keys are errors.
   *
   * @throws IOException with a sentence for the user that names the file and the place in it
   */
  public static StandInLog read(Path file) throws IOException {
    return log(DocumentForm.read(file, DocumentForm.STAND_IN, DocumentForm.OLDER_STAND_IN));
  }

  /**
   * Reads a document from a stream, at most {@link RunDocument#LIMIT} bytes of it.
   *
   * @param name its name in messages
   * @throws IOException as {@link #read(Path)} does
   */
  public static StandInLog read(InputStream in, String name) throws IOException {
    return log(DocumentForm.read(in, name, DocumentForm.STAND_IN, DocumentForm.OLDER_STAND_IN));
  }

  private static StandInLog log(Stored stored) {
    return ((Stored.OfStandIn) stored).log();
  }
}
