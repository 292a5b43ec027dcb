package dev.rollcall.report.request;

import java.util.Locale;

/** Words that the forms for people share. */
final class RequestWords {
  static final String NOTHING =
      "Nothing to request: no rule fails that the firewall, load balancer, proxy or DNS team must"
          + " act on.";
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

  /** What the row asks for, in a word or two. */
  static String heading(Row row) {
    return switch (row.ask().action()) {
      case ALLOW -> "Allow";
      case DENY -> "Block";
      case KEEP_BLOCKED -> "Keep blocked";
      case CORRECT -> "Correct";
    };
  }
}
