package dev.rollcall.report.request.form;

import dev.rollcall.model.path.Port;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Row;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words that the forms for people share. */
final class RequestWords {
  static final String NOTHING =
      "Nothing to request: no rule fails that the firewall, load balancer, proxy or DNS team must"
          + " act on.";
  static final String WHOLE =
      "It lists every rule: what must be open, and what must stay blocked. Rows of priority high"
          + " fail today.";
  static final String LEFT = "Not part of this request";
  static final String PROOF = "Proof of the change";

  private RequestWords() {}

  /** {@code Firewall team: 2 changes}. */
  static String heading(ChangeRequest.Section section) {
    String title = section.team().title();
    int count = section.rows().size();
    return title.substring(0, 1).toUpperCase(Locale.ROOT)
        + title.substring(1)
        + ": "
        + count
        + (count == 1 ? " row" : " rows");
  }

  /** {@code Allow 1433/tcp}. */
  static String heading(Row row) {
    String verb =
        switch (row.ask().action()) {
          case ALLOW -> "Allow";
          case DENY -> "Block";
          case KEEP_BLOCKED -> "Keep blocked:";
          case CORRECT -> "Correct";
        };
    return row.ports().stream()
        .map(Port::toString)
        .collect(Collectors.joining(", ", verb + " ", ""));
  }
}
