package dev.rollcall.report.text;

import dev.rollcall.model.Run;

/** Renders a run: a pure function that works for every run. */
@FunctionalInterface
public interface Report {
  /** The whole report, in UTF-8 without a byte order mark. */
  byte[] render(Run run);
}
