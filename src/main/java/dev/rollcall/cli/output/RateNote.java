package dev.rollcall.cli.output;

import dev.rollcall.engine.rate.Rate;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import java.time.Duration;
import java.util.Optional;

/** Says beforehand that a run takes long because of its rate. Pure. */
public final class RateNote {
  /** A shorter wait needs no note. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private RateNote() {}

  /** The note; empty if the rate delays the run by less. */
  public static Optional<String> of(Plan plan, Rate rate) {
    long destinations =
        plan.rules().stream()
            .map(PlannedRule::work)
            .filter(Work.Probe.class::isInstance)
            .flatMap(work -> ((Work.Probe) work).destinations().stream())
            .filter(one -> one.address().filter(at -> at.isLoopbackAddress()).isEmpty())
            .map(Destination::target)
            .distinct()
            .count();
    Duration least = rate.atLeast(destinations);
    return least.compareTo(LONG) < 0
        ? Optional.empty()
        : Optional.of(
            destinations
                + " destinations at "
                + rate.perSecond()
                + "/s take about "
                + (least.toMinutes() > 1
                    ? least.toMinutes() + " minutes"
                    : least.toSeconds() + " s")
                + "; --rate N/s sets another rate");
  }
}
