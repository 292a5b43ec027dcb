package dev.rollcall.document;

import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What a history knows of the runs before one, as a JSON document like {@link RunDocument}: {@code
 * checks/schema/course.schema.json} describes it. It reads back as equal.
 */
public final class CourseDocument {
  /** The value of {@code format}. */
  public static final String FORMAT = "rollcall.course";

  /** The value of {@code version}: raised by every change that an older reader would refuse. */
  public static final int VERSION = 1;

  private static final DocumentForm<Top> FORM =
      new DocumentForm<>(
          FORMAT,
          "course of runs",
          VERSION,
          Top.class,
          top -> new Stored.OfCourse(new Past(top.drift(), top.moments())));

  private CourseDocument() {}

  /** The top of the document. */
  record Top(String format, int version, Optional<Drift> drift, List<Past.Moment> moments) {}

  /** The document, ending in a line feed. */
  public static byte[] write(Past past) {
    return DocumentForm.write(new Top(FORMAT, VERSION, past.drift(), past.moments()));
  }

  /**
   * Reads a document from a stream, at most {@link RunDocument#LIMIT} bytes of it; strictly.
   *
   * @param name its name in messages
   * @throws IOException with a sentence for the user that names the file and the place in it
   */
  public static Past read(InputStream in, String name) throws IOException {
    return ((Stored.OfCourse) DocumentForm.read(in, name, FORM)).past();
  }
}
