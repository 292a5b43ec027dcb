package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The proof of a pass in a line. */
final class Proof {
  private static final int FACTS = 4;

  /** The longest value; the report's details have the whole value. */
  private static final int LONGEST = 60;

  private Proof() {}

  static String of(List<RouteResult> answering) {
    RouteResult first = answering.get(0);
    List<String> parts = new ArrayList<>();
    for (Attempt attempt : first.finding().attempts()) {
      if (attempt.outcome() instanceof Outcome.Answered answered) {
        for (Observation observation : answered.observations()) {
          String part = part(observation);
          if (!part.isEmpty()) {
            // A clock that is wrong breaks more than any other fact tells.
            parts.add(observation instanceof Observation.Clock ? 0 : parts.size(), part);
          }
        }
        break;
      }
    }
    String facts =
        parts.isEmpty()
            ? "answers"
            : String.join(", ", parts.subList(0, Math.min(FACTS, parts.size())));
    return answering.size() == 1 ? facts : answering.size() + " addresses answer: " + facts;
  }

  private static String part(Observation observation) {
    if (observation instanceof Observation.Fact fact) {
      if (fact.name().endsWith("-sha256")) {
        return "";
      }
      String name = fact.name().substring(fact.name().indexOf('.') + 1);
      String text = fact.text();
      return name.replace('-', ' ')
          + " "
          + (text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text);
    }
    if (observation instanceof Observation.Tls tls) {
      String end = tls.chain().get(0).notAfter().toString();
      return "expires " + end.substring(0, end.indexOf('T')) + ", " + tls.protocol();
    }
    if (observation instanceof Observation.Clock clock) {
      return "clock " + seconds(clock.offset());
    }
    return "";
  }

  private static String seconds(Duration offset) {
    // In decimals, as the nanoseconds of three centuries fit no long.
    BigDecimal exact =
        BigDecimal.valueOf(offset.getSeconds()).add(BigDecimal.valueOf(offset.getNano(), 9));
    return String.format(Locale.ROOT, "%+.3f s", exact);
  }
}
