package dev.rollcall.report.machine;

import static dev.rollcall.report.Samples.START;
import static dev.rollcall.report.Samples.answered;
import static dev.rollcall.report.Samples.failed;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.pass;
import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.sample.Attempts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Port PORT = Port.tcp(636);
  private static final Instant SOON = Instant.parse("2026-12-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2027-12-01T00:00:00Z");
  private static final Fault EXPIRED = new Fault(Phase.TLS, FaultKind.EXPIRED, "");

  private static Measures measure(Evidence evidence) {
    return Measures.of(
            result(rule("a.b", "", "a.uni.edu", PORT, "ldaps", ""), evidence, pass("so"), 1))
        .orElseThrow();
  }

  private static Finding at(String address, Attempt... attempts) {
    return finding("a.uni.edu", address, PORT, "ldaps", attempts);
  }

  private static Observation tls(Anchor anchor, Instant... ends) {
    List<Observation.Certificate> chain =
        List.of(ends).stream()
            .map(end -> new Observation.Certificate("", "", List.of(), START, end, "ab", "EC 256"))
            .toList();
    return new Observation.Tls(
        "TLSv1.3", "", Optional.empty(), Optional.empty(), chain, anchor, "", true);
  }

  private static Observation clock(long millis) {
    return new Observation.Clock("ldap", START, Duration.ofMillis(millis), Duration.ofSeconds(1));
  }

  private static Attempt seeing(Observation... seen) {
    return of(new Outcome.Answered(List.of(seen), List.of()));
  }

  private static Attempt of(Outcome outcome) {
    return Attempts.made(
        START,
        Duration.ofMillis(9),
        Map.of(Phase.TLS, Duration.ofMillis(9)),
        "",
        0,
        outcome,
        List.of());
  }

  @Test
  void phasesAreMediansOverAllAddressesOfWhatGotThrough() {
    Measures measures =
        measure(
            probed(
                at("198.18.1.5", answered(10, "x", "y"), answered(20, "x", "y")),
                at("198.18.1.6", answered(90, "x", "y")),
                at("198.18.1.7", failed(5000, new Fault(Phase.CONNECT, FaultKind.DROPPED, "")))));
    assertEquals(Duration.ofMillis(10), measures.phases().get(Phase.CONNECT));
    assertEquals(Duration.ofMillis(10), measures.phases().get(Phase.EXCHANGE));
    assertEquals(Duration.ofNanos(2_345_678), measures.phases().get(Phase.RESOLVE));
    assertEquals(3, measures.phases().size());
    assertEquals(3, measures.addresses());
    assertEquals(2, measures.answering());
  }

  @Test
  void anAddressOfTwoNamesCountsOnce() {
    Measures measures =
        measure(
            probed(
                at("198.18.1.5", answered(1, "x", "y")),
                finding("b.uni.edu", "198.18.1.5", PORT, "ldaps", failed(1, EXPIRED))));
    assertEquals(1, measures.addresses());
    assertEquals(1, measures.answering());
  }

  @Test
  void theFirstLeafToEndCountsAlsoWhereItFailed() {
    assertEquals(
        Optional.of(SOON),
        measure(
                probed(
                    at("198.18.1.5", seeing(tls(Anchor.PUBLIC, LATER, START))),
                    at(
                        "198.18.1.6",
                        of(
                            new Outcome.Failed(
                                EXPIRED, List.of(tls(Anchor.UNKNOWN, SOON)), List.of())))))
            .expiry());
  }

  @Test
  void anInspectingCertificateHasNoMeasures() {
    assertEquals(
        Optional.empty(),
        measure(probed(at("198.18.1.5", seeing(tls(Anchor.INSPECTION, SOON))))).expiry());
    assertEquals(
        Optional.empty(), measure(probed(at("198.18.1.5", seeing(tls(Anchor.PUBLIC))))).expiry());
  }

  @Test
  void theClockFurthestOffCountsEitherWay() {
    assertEquals(
        Optional.of(Duration.ofMillis(-700)),
        measure(probed(at("198.18.1.5", seeing(clock(300))), at("198.18.1.6", seeing(clock(-700)))))
            .clock());
  }

  @Test
  void followUpsShowCertificatesAndClocksAndCountNoTime() {
    Finding next = at("198.18.1.9", seeing(tls(Anchor.INTERNAL, SOON), clock(40)));
    Finding first = at("198.18.1.5", answered(2, "x", "y"));
    Finding linked =
        new Finding(
            first.route(),
            first.protocol(),
            true,
            Optional.empty(),
            first.attempts(),
            List.of(
                new Finding.Linked(
                    new FollowUp("tds", new Target("a.uni.edu", PORT), "why", true),
                    Optional.of(next))));
    Measures measures = measure(probed(linked));
    assertEquals(Optional.of(SOON), measures.expiry());
    assertEquals(Optional.of(Duration.ofMillis(40)), measures.clock());
    assertEquals(null, measures.phases().get(Phase.TLS));
    assertEquals(1, measures.addresses());
  }
}
