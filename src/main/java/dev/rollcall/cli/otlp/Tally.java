package dev.rollcall.cli.otlp;

import dev.rollcall.report.machine.OtlpReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of the requests of one kind of record. */
final class Tally {
  /** The most reasons that are said. */
  private static final int REASONS = 3;

  private final Receiver.Kind kind;
  private final List<OtlpReport.Part> parts;
  private final int all;
  private final List<String> reasons = new ArrayList<>();
  private int taken;
  private int refused;
  private String words = "";

  Tally(Receiver.Kind kind, List<OtlpReport.Part> parts) {
    this.kind = kind;
    this.parts = parts;
    all = parts.stream().mapToInt(OtlpReport.Part::records).sum();
  }

  Receiver.Kind kind() {
    return kind;
  }

  /** The requests, in order. */
  List<OtlpReport.Part> parts() {
    return parts;
  }

  /**
   * A request arrived.
   *
   * @param rejected how many of its records the collector says that it refused; it may say anything
   * @param why its own words, fit to be shown, or empty
   */
  void taken(OtlpReport.Part part, long rejected, String why) {
    int some = (int) Math.min(rejected, part.records());
    refused += some;
    taken += part.records() - some;
    if (some > 0 && words.isEmpty()) {
      words = why;
    }
  }

  /** A request did not arrive. */
  void failed(String reason) {
    if (!reasons.contains(reason) && reasons.size() < REASONS) {
      reasons.add(reason);
    }
  }

  /** What did not arrive, for the user; empty if everything did. */
  Optional<String> sentence() {
    List<String> said = new ArrayList<>();
    int unsent = all - taken - refused;
    if (unsent > 0) {
      String why = reasons.isEmpty() ? "" : ": " + String.join(", ", reasons);
      said.add(unsent + " of " + all + " not sent" + why);
    }
    if (refused > 0) {
      said.add("the collector refused " + refused + " of " + all + words);
    }
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of(kind.word() + ": " + String.join("; ", said));
  }
}
