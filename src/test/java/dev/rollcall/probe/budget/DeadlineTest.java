package dev.rollcall.probe.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void timeLeftIsNeverNegative() {
    Deadline past = Deadline.after(Duration.ofSeconds(-5));
    assertEquals(Duration.ZERO, past.remaining());
    assertTrue(past.passed());
    assertThrows(SocketTimeoutException.class, past::socketTimeout);
  }

  @Test
  void aSocketNeverGetsZeroWhichMeansForEver() throws SocketTimeoutException {
    Deadline ahead = Deadline.after(Duration.ofDays(100));
    assertFalse(ahead.passed());
    assertEquals(Integer.MAX_VALUE, ahead.socketTimeout());
    int minute = Deadline.after(Duration.ofMinutes(1)).socketTimeout();
    assertTrue(minute > 0 && minute <= 60_000, () -> "" + minute);
  }

  @Test
  void itDoesNotRunBeforeItStartsNorWhileItIsStopped() throws InterruptedException {
    Duration whole = Duration.ofNanos(1);
    Deadline deadline = Deadline.unstarted(whole);
    Thread.sleep(1);
    assertEquals(whole, deadline.remaining());
    deadline.stop();
    assertFalse(deadline.passed());
    deadline.start();
    Thread.sleep(1);
    assertTrue(deadline.passed());
    deadline.extend(Duration.ofDays(1).toNanos());
    deadline.stop();
    Duration left = deadline.remaining();
    Thread.sleep(1);
    assertEquals(left, deadline.remaining());
    assertEquals(whole, deadline.whole());
  }

  @Test
  void theEarlierOneCounts() {
    Duration day = Duration.ofDays(1);
    Duration hour = Duration.ofHours(1);
    assertEquals(hour, Deadline.after(day).orAfter(hour).whole());
    assertTrue(Deadline.after(hour).orAfter(day).whole().compareTo(hour) <= 0);
  }

  @Test
  void itStopsWithTheOneThatItWasMadeFrom() throws InterruptedException {
    Deadline whole = Deadline.after(Duration.ofDays(1));
    Deadline part = whole.orAfter(Duration.ofHours(1));
    whole.stop();
    Duration left = part.remaining();
    Thread.sleep(1);
    assertEquals(left, part.remaining());
    whole.start();
    Thread.sleep(1);
    assertTrue(part.remaining().compareTo(left) < 0);
  }

  @Test
  void whoComesLateMayStillLook() {
    assertEquals(1, Deadline.after(Duration.ofSeconds(-5)).timeoutOrLook());
    int minute = Deadline.after(Duration.ofMinutes(1)).timeoutOrLook();
    assertTrue(minute > 1 && minute <= 60_000, () -> "" + minute);
  }
}
