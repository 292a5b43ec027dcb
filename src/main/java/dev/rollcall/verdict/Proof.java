package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The proof of a pass in a line. */
final class Proof {
  private static final int FACTS = 4;

  /** The longest value; the report's details have the whole value. */
  private static final int LONGEST = 60;

  /** A clock that is read less exactly than this has no decimals that mean anything. */
  private static final Duration COARSE = Duration.ofMillis(500);

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
      return "certificate to " + end.substring(0, end.indexOf('T')) + ", " + tls.protocol();
    }
    if (observation instanceof Observation.Clock clock) {
      return "clock " + seconds(clock);
    }
    return "";
  }

  /** {@code -0.007 s}; where the answer has whole seconds only {@code -0.4 s ±1 s}. */
  private static String seconds(Observation.Clock clock) {
    boolean coarse = clock.uncertainty().compareTo(COARSE) >= 0;
    if (!coarse) {
      return String.format(Locale.ROOT, "%+.3f s", exact(clock.offset()));
    }
    BigDecimal about = exact(clock.uncertainty()).setScale(1, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%+.1f s", exact(clock.offset()))
        + " ±"
        + about.stripTrailingZeros().toPlainString()
        + " s";
  }

  /** In decimals, as the nanoseconds of three centuries fit no long. */
  private static BigDecimal exact(Duration time) {
    return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
  }
}
