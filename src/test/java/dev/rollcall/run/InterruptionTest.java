package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a signal does before a run begins, and after. */
class InterruptionTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Interruption start() {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Interruption(() -> out.println("too early"));
  }

  @Test
  void aSignalBeforeTheRunSaysSoAndTheRunDoesNotBegin() throws InterruptedException {
    try (Interruption interruption = start()) {
      interruption.signalled();
      assertEquals("too early" + System.lineSeparator(), said.toString(StandardCharsets.UTF_8));
      Thread run = new Thread(() -> interruption.begin(() -> stopped.set(true)));
      run.start();
      // It would wait for the end of the process.
      run.interrupt();
      run.join();
      assertFalse(stopped.get());
    }
  }

  @Test
  void aSignalStopsTheRunAndWaitsForItsReports() throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    Thread signal;
    try (Interruption interruption = start()) {
      interruption.begin(stop::countDown);
      signal = new Thread(interruption::signalled);
      signal.start();
      stop.await();
      assertTrue(signal.isAlive());
    }
    signal.join();
    assertEquals(0, said.size());
  }
}
