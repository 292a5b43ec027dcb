package dev.rollcall.document;

import dev.rollcall.text.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Rewrites errors of the JSON library in the document's terms instead of Java's. */
final class JsonComplaint {
  /** The place of the key is in the exception's path. */
  private static final String UNKNOWN = "^Unrecognized property [\\s\\S]*";

  private static final String WORD =
      "^Cannot deserialize value of type [\\s\\S]* from String (\"[\\s\\S]*\"): not one of the"
          + " values accepted for Enum class: \\[(.*)]";

  private static final String KIND = "^Cannot (deserialize|coerce) [\\s\\S]*";

  private JsonComplaint() {}

  /** {@code results[3].verdict.status}; empty at the top. */
  static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      String key = step.getPropertyName();
      if (key == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(Printable.line(key, 60));
      }
    }
    return path.toString();
  }

  /** Whether the text ends before its end, as that of a run that was killed. */
  static boolean endsEarly(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnexpectedEndOfInputException) {
        return true;
      }
    }
    return false;
  }

  static String sentence(JacksonException e) {
    return e.getOriginalMessage()
        .replaceAll(
            "\\(?`?\\b(java|dev\\.rollcall|tools\\.jackson)\\.[\\w.]*?(\\w+)\\b[^\\s`]*`?", "$2")
        .replaceAll(" \\(start marker at \\[Source: [\\s\\S]*", "")
        .replaceAll("^Missing creator property ('[^']*').*", "$1 is missing")
        .replaceAll(WORD, "$1 is none of $2")
        .replaceAll(KIND, "another kind of value belongs here")
        .replaceAll(
            UNKNOWN, "this version has no such key: read it with the Rollcall that wrote it")
        .replaceAll("\\R[\\s\\S]*", "");
  }
}
