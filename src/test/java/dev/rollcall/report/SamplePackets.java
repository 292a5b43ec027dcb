package dev.rollcall.report;

import static dev.rollcall.report.Samples.SOURCE;
import static dev.rollcall.report.Samples.START;

import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The packets of a dropped attempt, and where its path ends. */
final class SamplePackets {
  private SamplePackets() {}

  static List<Flow> lost() {
    return List.of(
        flow(Flow.Purpose.QUESTION, 50122, 3, Duration.ZERO, Duration.ofMillis(5002), List.of()),
        flow(
            Flow.Purpose.OTHER_SOURCE_PORT,
            50124,
            1,
            Duration.ofMillis(1500),
            Duration.ofMillis(5003),
            List.of()),
        flow(
            Flow.Purpose.PATH,
            50130,
            1,
            Duration.ofMillis(301),
            Duration.ofMillis(304),
            List.of(new IcmpAnswer("10.0.1.1", 11, 0))),
        flow(
            Flow.Purpose.PATH,
            50131,
            1,
            Duration.ofMillis(301),
            Duration.ofMillis(901),
            List.of()));
  }

  static PathTrace path() {
    return new PathTrace(
        List.of(
            new PathTrace.Hop(1, Optional.of("10.0.1.1")), new PathTrace.Hop(2, Optional.empty())),
        9,
        List.of(new PathTrace.Hop(2, Optional.empty())),
        PathTrace.Finding.LOST_BEHIND_ROUTER,
        "Connection requests get as far as 10.0.1.1 (hop 1); nothing answers behind it: lost at its"
            + " exit, at the next hop's entry, or on the way back.");
  }

  private static Flow flow(
      Flow.Purpose purpose,
      int port,
      int sent,
      Duration from,
      Duration to,
      List<IcmpAnswer> answers) {
    return new Flow(
        purpose,
        Transport.TCP,
        SOURCE,
        port,
        "198.18.1.20",
        445,
        START.plus(from),
        START.plus(to),
        Optional.of(sent),
        answers);
  }
}
