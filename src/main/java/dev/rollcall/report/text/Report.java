package dev.rollcall.report.text;

import dev.rollcall.model.Run;

/** Renders a run: a pure function, which looks nothing up and fails for no run. */
@FunctionalInterface
public interface Report {
  /** The whole report, in UTF-8 without a byte order mark. */
  byte[] render(Run run);
}
