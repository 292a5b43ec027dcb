package dev.rollcall.sample;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts that no probe made. */
public final class Attempts {
  private Attempts() {}

  /** Without credentials and evidence of its packets. */
  public static Attempt made(
      Instant startedAt,
      Duration took,
      Map<Phase, Duration> phases,
      String source,
      int sent,
      Outcome outcome,
      List<FollowUp> followUps) {
    return new Attempt(
        startedAt,
        took,
        phases,
        source,
        sent,
        Optional.empty(),
        outcome,
        followUps,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
