package dev.rollcall.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.path.Port;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VisitPrinterTest {
  private static Visit visit(int number) {
    return new Visit(
        Duration.ofSeconds(number),
        Port.tcp(443),
        "https",
        "192.0.2.1",
        "192.0.2.2",
        List.of(),
        "number " + number);
  }

  /** A terminal on which the user pressed Ctrl-S. */
  @Test
  @Timeout(60)
  void aTerminalThatIsNotReadStopsNoVisit() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    OutputStream stopped =
        new OutputStream() {
          @Override
          public void write(int one) {
            try {
              reading.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            seen.write(one);
          }
        };
    VisitPrinter printer =
        VisitPrinter.start(new PrintStream(stopped, true, StandardCharsets.UTF_8), Instant.EPOCH);
    for (int i = 0; i < 5000; i++) {
      printer.accept(visit(i));
    }
    reading.countDown();
    printer.close();
    List<String> lines = seen.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).endsWith("https: number 0"), lines.get(0));
    String last = lines.get(lines.size() - 1);
    int missed = 5000 - (lines.size() - 1);
    assertEquals("and " + missed + " more visits, too fast to be shown", last);
  }

  @Test
  void everyVisitIsPrintedWhereThereAreFew() throws Exception {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (VisitPrinter printer =
        VisitPrinter.start(new PrintStream(seen, true, StandardCharsets.UTF_8), Instant.EPOCH)) {
      for (int i = 0; i < 3; i++) {
        printer.accept(visit(i));
      }
    }
    assertEquals(
        """
        00:00:00 192.0.2.1 443/tcp https: number 0
        00:00:01 192.0.2.1 443/tcp https: number 1
        00:00:02 192.0.2.1 443/tcp https: number 2
        """,
        seen.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }
}
