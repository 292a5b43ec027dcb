package dev.rollcall.document;

import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The content of a JSON document of Rollcall. */
public sealed interface Stored {

  /** A run: {@link RunDocument}. */
  record OfRun(Run run) implements Stored {}

  /** What stand-ins saw: {@link StandInDocument}. */
  record OfStandIn(StandInLog log) implements Stored {}

  /** The runs before one: {@link CourseDocument}. */
  record OfCourse(Past past) implements Stored {}

  /**
   * Reads a run or what a stand-in saw, packed by gzip or not. Unknown or missing keys are errors.
   * No name is looked up.
   *
   * @throws IOException with a sentence for the user that names the file and the place in it
   */
  static Stored read(Path file) throws IOException {
    return DocumentForm.read(
        file, DocumentForm.runs(DocumentForm.STAND_IN, DocumentForm.OLDER_STAND_IN));
  }

  /**
   * As {@link #read(Path)}, for an open file.
   *
   * @param name for messages
   */
  static Stored read(InputStream in, String name) throws IOException {
    return DocumentForm.read(in, name, DocumentForm.runs(DocumentForm.STAND_IN));
  }
}
