package dev.rollcall.report.request.form;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.request.ChangeRequest;
import dev.rollcall.report.request.Row;
import dev.rollcall.text.Counted;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words that the forms for people share. */
public final class RequestWords {
  /** That no team is asked for anything. */
  public static final String NOTHING =
      "Nothing to request: no rule fails that the firewall, load balancer, proxy or DNS team must"
          + " act on.";

  /** That a request for every rule has no row. */
  static final String UNPROBED = "Nothing to request: no rule of the run was probed.";

  static final String WHOLE =
      "It lists every rule: what must be open, and what must stay blocked. Rows of priority high"
          + " fail today.";

  /** The heading over the rules that are not part of a request. */
  public static final String LEFT = "Not part of this request";

  /** The heading over the commands that prove a change. */
  public static final String PROOF = "Proof of the change";

  private RequestWords() {}

  /** {@code Firewall team: 2 changes}. */
  public static String heading(ChangeRequest.Section section) {
    String title = section.team().title();
    return title.substring(0, 1).toUpperCase(Locale.ROOT)
        + title.substring(1)
        + ": "
        + Counted.of(section.rows().size(), "row");
  }

  /** {@code Allow 1433/tcp}; a name has no port. */
  public static String heading(Row row) {
    if (row.ask().team() == Owner.DNS) {
      return "Correct the name";
    }
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
