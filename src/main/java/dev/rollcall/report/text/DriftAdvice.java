package dev.rollcall.report.text;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift.Standing;
import java.util.List;

/** Advice for a change that breaks nothing yet. */
final class DriftAdvice {
  private DriftAdvice() {}

  /** Advice for the gravest of a rule's changes. */
  static String of(List<Standing> changes) {
    Change gravest = changes.get(0).change();
    for (Standing one : changes) {
      if (one.change().rank().compareTo(gravest.rank()) > 0) {
        gravest = one.change();
      }
    }
    return gravest.rank() == Change.Rank.ROUTINE
        ? "Nothing to do; accept it as the baseline when convenient."
        : of(gravest);
  }

  private static String of(Change change) {
    return switch (change.aspect()) {
      case VERDICT ->
          change.rule().startsWith("(")
              ? "Read the notes at the end of the report of this run."
              : "Read the rule's line in the report of this run.";
      case ADDRESSES ->
          "If the firewall's rule names addresses, have the firewall team add the new ones before"
              + " the old ones go; ask the owner of the DNS name whether this change was intended.";
      case CERTIFICATE ->
          "Ask the owner of the server whether the certificate was changed on purpose; if not, a"
              + " device on the path may be inspecting the traffic.";
      case FACT -> "Ask the owner of the server whether it was upgraded or replaced on purpose.";
      case LATENCY ->
          "Ask the network team what changed on the path, or the owner of the server what keeps it"
              + " busy.";
      case CATALOGUE -> "Have the firewall team open what the new rule needs.";
    };
  }
}
