package dev.rollcall.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.sample.OtherJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process says, and how it ends, when a signal ends it. */
class RunSignalsTest {
  /** As the Java launcher ends after SIGTERM. */
  private static final int TERMINATED = 143;

  /** A check that gets a signal before it begins, or while it runs. */
  static final class Check {
    public static void main(String[] args) throws InterruptedException {
      Streams streams = Streams.standard();
      boolean monitored = args[0].equals("monitored");
      CountDownLatch stopped = new CountDownLatch(1);
      int code = 0;
      try (RunSignals signals = new RunSignals(monitored, streams)) {
        Thread signal = new Thread(() -> System.exit(TERMINATED));
        if (args[1].equals("early")) {
          signal.start();
          signal.join();
        }
        signals.begin(stopped::countDown);
        signal.start();
        stopped.await();
        streams.out().println("report");
        Failures failures = new Failures();
        if (args[1].equals("unwritten")) {
          failures.add("a report could not be written");
        }
        code = signals.end(failures, 1);
      }
      System.exit(code);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "monitored | early | 3 | ROLLCALL UNKNOWN - interrupted before the first probe",
        "monitored | running | 1 | report",
        "monitored | unwritten | 3 | report",
        "by-hand | early | 143 | interrupted before the first probe; no report",
        "by-hand | running | 143 | report",
        "by-hand | unwritten | 74 | report"
      })
  void aMonitoringSystemGetsAStateOfItsOwn(String who, String when, int code, String said)
      throws IOException, InterruptedException {
    Process process = OtherJava.start(Check.class, who, when);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), output);
    assertEquals(said, output.strip());
  }
}
