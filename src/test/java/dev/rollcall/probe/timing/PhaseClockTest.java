package dev.rollcall.probe.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Moments are given in nanoseconds, so that nothing here depends on the machine. */
class PhaseClockTest {
  private final PhaseClock clock = new PhaseClock(Phase.CONNECT);

  private void open() {
    clock.enter(Phase.CONNECT);
    clock.dialled(1000, 1030);
    clock.enter(Phase.EXCHANGE);
    clock.opened(1030);
  }

  private void assertTimes(int... nanoseconds) {
    Map<Phase, Duration> times = clock.times();
    assertEquals(
        List.of(Phase.CONNECT, Phase.EXCHANGE), List.copyOf(times.keySet()), times::toString);
    assertEquals(Duration.ofNanos(nanoseconds[0]), times.get(Phase.CONNECT));
    assertEquals(Duration.ofNanos(nanoseconds[1]), times.get(Phase.EXCHANGE));
  }

  @Test
  void fromTheFirstByteOutToTheFirstByteIn() {
    open();
    // Making the question took 470.
    clock.wrote(1500, 1502);
    clock.read(1512, 1550, false);
    assertTimes(30, 50);
  }

  @Test
  void theTimeBetweenTwoPartsOfAQuestionIsNotTheNetworks() {
    open();
    clock.wrote(1500, 1504);
    // Making the second part took 600, the third 10.
    clock.wrote(2104, 2105);
    clock.wrote(2115, 2116);
    clock.read(2120, 2150, false);
    assertTimes(30, 4 + 1 + 35);
  }

  @Test
  void furtherPartsCountAsLongAsTheyAreWaitedFor() {
    open();
    clock.wrote(1500, 1501);
    clock.read(1500, 1530, false);
    // Decoding took 70.
    clock.read(1600, 1607, false);
    clock.read(1700, 1701, true);
    assertTimes(30, 37);
  }

  @Test
  void aGreetingIsWaitedForFromTheOpening() {
    open();
    clock.read(1100, 1130, false);
    assertTimes(30, 100);
  }

  @Test
  void anAnswerThatWasThereAlreadyIsOneRoundTrip() {
    open();
    clock.wrote(1500, 1501);
    clock.read(1900, 1901, true);
    assertTimes(30, 30);
    clock.wrote(2000, 2001);
    clock.read(2010, 2011, true);
    assertTimes(30, 41);
  }

  @Test
  void waitingForAPermitIsNoAnswerTime() {
    open();
    clock.wrote(1500, 1501);
    clock.skip(200);
    clock.read(1710, 1711, true);
    assertTimes(30, 30);
    assertEquals(30 - 11, clock.overlapped());
    clock.wrote(2000, 2001);
    clock.skip(300);
    clock.wrote(2350, 2352);
    clock.read(2360, 2380, false);
    assertTimes(30, 30 + 1 + 30);
  }

  /** Otherwise a server that is slow looks quick on a busy host. */
  @Test
  void anAnswerThatCameAfterThePermitTookTheWholeTime() {
    open();
    clock.wrote(1500, 1501);
    clock.skip(200);
    clock.read(1710, 1760, false);
    assertTimes(30, 260);
    assertEquals(200, clock.overlapped());
    clock.read(1800, 1810, false);
    assertTimes(30, 270);
  }

  @Test
  void aRepeatedDatagramCountsBothWaits() {
    clock.enter(Phase.EXCHANGE);
    clock.sent(1000);
    clock.read(1000, 3000, false);
    clock.sent(3000);
    clock.read(3001, 3007, false);
    assertEquals(Map.of(Phase.EXCHANGE, Duration.ofNanos(2007)), clock.times());
  }
}
