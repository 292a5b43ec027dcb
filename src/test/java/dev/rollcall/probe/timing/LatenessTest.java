package dev.rollcall.probe.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Moments are given in milliseconds, so that nothing here depends on the machine. */
class LatenessTest {
  private static final Fault CLOSED = new Fault(Phase.EXCHANGE, FaultKind.CLOSED, "closed");

  private final Lateness lateness = new Lateness();

  private void opened(long at) {
    lateness.opened(nanos(at));
  }

  private void wrote(long from, long to) {
    lateness.wrote(nanos(from), nanos(to), true);
  }

  private void read(long from, long to, boolean ready, int count) {
    lateness.read(nanos(from), nanos(to), ready, count);
  }

  private static long nanos(long milliseconds) {
    return milliseconds * 1_000_000;
  }

  private void assertLate(boolean late) {
    assertEquals(late, lateness.late());
  }

  @Test
  void aQuestionThatComesLongAfterTheOpeningIsLate() {
    opened(1000);
    wrote(2999, 3000);
    assertLate(false);
    opened(1000);
    wrote(3000, 3001);
    assertLate(true);
    read(3001, 3001, false, -1);
    assertLate(true);
  }

  @Test
  void waitingForTheServerIsNoDelayOfThisHost() {
    opened(0);
    wrote(10, 11);
    read(12, 9000, false, 5);
    wrote(9010, 9011);
    read(9012, 20_000, false, -1);
    assertLate(false);
  }

  @Test
  void aServerThatStillAnswersIsNotGone() {
    opened(0);
    wrote(7000, 7001);
    read(7002, 7003, false, 5);
    assertLate(false);
  }

  /** It may be a farewell: what the server said before it heard the question. */
  @Test
  void whatWasThereAlreadyMayHaveBeenSaidBeforeTheQuestion() {
    opened(0);
    wrote(7000, 7001);
    read(7002, 7003, true, 5);
    assertLate(true);
    wrote(7010, 7011);
    assertLate(true);
    read(7012, 7013, false, 5);
    assertLate(false);
  }

  @Test
  void partsOfAnAnswerAndOfAQuestionAddUp() {
    opened(0);
    wrote(1, 2);
    read(3, 5, false, 5);
    read(705, 706, true, 5);
    wrote(1406, 1407);
    assertLate(false);
    wrote(2107, 2108);
    assertLate(true);
  }

  @Test
  void aWaitWithoutBytesProvesAConnectionThatLives() {
    opened(0);
    wrote(7000, 7001);
    read(7002, 7003, true, 5);
    read(7004, 9000, false, 0);
    read(9001, 60_000, false, -1);
    assertLate(false);
  }

  @Test
  void whatComesAfterTheEndDoesNotCount() {
    opened(0);
    wrote(1, 2);
    read(3, 4, false, -1);
    read(8000, 8001, false, -1);
    lateness.wrote(nanos(9000), nanos(9001), false);
    assertLate(false);
    opened(10_000);
    lateness.wrote(nanos(13_000), nanos(13_001), false);
    read(13_002, 13_003, false, -1);
    assertLate(true);
  }

  @Test
  void whatMayEndAConnectionThatWasLateNamesThisHost() {
    opened(0);
    wrote(7000, 7001);
    for (Fault fault :
        new Fault[] {
          CLOSED,
          new Fault(Phase.TLS, FaultKind.RESET, "reset"),
          new Fault(Phase.PROXY, FaultKind.CLOSED, "closed"),
          new Fault(Phase.TLS, FaultKind.TLS_FAILED, "alert 0, close_notify"),
          new Fault(Phase.EXCHANGE, FaultKind.DENIED, "421 timeout", Clue.THROTTLED)
        }) {
      Fault excused = lateness.excused(fault, false);
      assertEquals(fault.cause(), excused.cause());
      assertEquals(Optional.of(Clue.HOST_BUSY), excused.clue());
      assertTrue(
          excused.evidence().startsWith(fault.evidence() + "; this host was too busy to ask in"),
          excused::evidence);
      assertTrue(excused.evidence().contains("wait for 7.0 s"), excused::evidence);
      assertTrue(excused.cameLate());
      // Once is enough.
      assertSame(excused, lateness.excused(excused, true));
    }
    Fault guess = new Fault(Phase.TLS, FaultKind.TLS_FAILED, "probably", Clue.CLIENT_CERTIFICATE);
    assertTrue(lateness.excused(guess, true).cameLate());
    assertSame(guess, lateness.excused(guess, false));
  }

  @Test
  void anAnswerIsTheServersAlsoWhereThisHostWasLate() {
    opened(0);
    wrote(7000, 7001);
    for (Fault fault :
        new Fault[] {
          new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, "HTTP 404"),
          new Fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, "silence"),
          new Fault(Phase.CONNECT, FaultKind.RESET, "at accept"),
          new Fault(Phase.TLS, FaultKind.TLS_FAILED, "alert 70", Clue.OLD_TLS)
        }) {
      assertSame(fault, lateness.excused(fault, false));
    }
  }

  @Test
  void aServerThatClosesOnAQuestionInTimeIsToBlame() {
    opened(0);
    wrote(1, 2);
    read(3, 4, false, -1);
    assertSame(CLOSED, lateness.excused(CLOSED, true));
    assertFalse(CLOSED.cameLate());
  }
}
