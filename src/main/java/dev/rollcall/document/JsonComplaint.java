package dev.rollcall.document;

import dev.rollcall.text.Printable;
import tools.jackson.core.JacksonException;

/** Rewrites errors of the JSON library in the document's terms instead of Java's. */
final class JsonComplaint {
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

  static String sentence(JacksonException e) {
    return e.getOriginalMessage()
        .replaceAll(
            "\\(?`?\\b(java|dev\\.rollcall|tools\\.jackson)\\.[\\w.]*?(\\w+)\\b[^\\s`]*`?", "$2")
        .replaceAll("^Missing creator property ('[^']*').*", "$1 is missing")
        .replaceAll("\\R[\\s\\S]*", "");
  }
}
