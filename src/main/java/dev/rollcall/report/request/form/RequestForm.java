package dev.rollcall.report.request.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.model.Run;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.ChangeRequests;
import java.util.List;
import java.util.Locale;

/** The forms of a change request; the file's ending chooses one. */
public enum RequestForm {
  /** Headings, a table and details, for a wiki or a ticket. */
  MARKDOWN,
  /** One line for each firewall rule, for an import (RFC 4180). */
  CSV,
  /** For a mail. */
  TEXT;

  /**
   * The form of a file: {@code .md}, {@code .csv} or {@code .txt}; Markdown for {@code -}, which is
   * standard output.
   *
   * @throws IllegalArgumentException with a sentence for the user, if it has another ending
   */
  public static RequestForm of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".txt")) {
      return TEXT;
    }
    if (name.endsWith(".md") || name.equals("-")) {
      return MARKDOWN;
    }
    throw new IllegalArgumentException(
        "a change request is Markdown, CSV or plain text: end its file's name in .md, .csv or"
            + " .txt");
  }

  /**
   * The request that these runs give reason for. A pure function.
   *
   * @param whole whether it lists every rule, not only those that fail
   */
  public byte[] render(List<Run> runs, boolean whole) {
    ChangeRequest request = ChangeRequests.of(runs, whole);
    String text =
        switch (this) {
          case MARKDOWN -> MarkdownForm.of(request);
          case CSV -> CsvForm.of(request);
          case TEXT -> TextForm.of(request);
        };
    return text.getBytes(UTF_8);
  }
}
