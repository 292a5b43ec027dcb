package dev.rollcall.model.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.report.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final Optional<Fault> SILENT =
      Optional.of(new Fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, "nothing"));
  private static final Optional<Fault> REFUSED =
      Optional.of(new Fault(Phase.EXCHANGE, FaultKind.REFUSED, "closed"));

  private static Finding finding(dev.rollcall.model.attempt.Attempt... attempts) {
    return Samples.finding("ntp", "203.0.113.7", Port.udp(123), "ntp", attempts);
  }

  @Test
  void medianOfAnOddAndAnEvenNumber() {
    Finding odd =
        finding(
            Samples.datagram(9, 1, Optional.empty()),
            Samples.datagram(1, 1, Optional.empty()),
            Samples.datagram(3, 1, Optional.empty()));
    assertEquals(
        new Latency.Spread(3, Duration.ofMillis(1), Duration.ofMillis(3), Duration.ofMillis(9)),
        Latency.of(odd).total().spread().orElseThrow());
    Finding even =
        finding(Samples.datagram(4, 1, Optional.empty()), Samples.datagram(1, 1, Optional.empty()));
    assertEquals(
        Duration.ofNanos(2_500_000), Latency.of(even).total().spread().orElseThrow().median());
  }

  @Test
  void silenceIsLossAndARefusalIsNot() {
    Latency latency =
        Latency.of(
            finding(
                Samples.datagram(2, 1, Optional.empty()),
                Samples.datagram(2, 3, Optional.empty()),
                Samples.datagram(5000, 3, SILENT),
                Samples.datagram(1, 1, REFUSED)));
    assertEquals(8, latency.total().asked());
    assertEquals(5, latency.total().lost());
    assertEquals(Set.of(Phase.EXCHANGE), latency.phases().keySet());
    Latency.Figures exchange = latency.phases().get(Phase.EXCHANGE);
    assertEquals(4, exchange.asked());
    assertEquals(1, exchange.lost());
    // The time that was waited in vain is no latency.
    assertEquals(Duration.ofMillis(2), exchange.spread().orElseThrow().max());
  }

  @Test
  void whatWasNotLostIsNotLostHoweverManyWereSent() {
    Latency latency =
        Latency.of(
            finding(
                Samples.datagram(2, 2, Optional.of(0), Optional.empty()),
                Samples.datagram(2, 4, Optional.of(2), Optional.empty())));
    assertEquals(6, latency.total().asked());
    assertEquals(2, latency.total().lost());
  }

  @Test
  void whereLossWasNotCountedOnlySilenceIsLoss() {
    Latency latency =
        Latency.of(
            finding(
                Samples.datagram(2, 3, Optional.empty(), Optional.empty()),
                Samples.datagram(5000, 3, Optional.empty(), SILENT)));
    assertEquals(6, latency.total().asked());
    assertEquals(3, latency.total().lost());
  }

  @Test
  void nothingAnsweredHasNoSpread() {
    Latency latency = Latency.of(finding(Samples.datagram(5000, 3, SILENT)));
    assertEquals(Optional.empty(), latency.total().spread());
    assertEquals(Optional.empty(), latency.phases().get(Phase.EXCHANGE).spread());
    assertEquals(new Latency.Figures(Optional.empty(), 0, 0), Latency.of(finding()).total());
    assertEquals(Optional.empty(), Latency.median(List.of(finding())));
  }
}
