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
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VisitPrinterTest {
  private static final Instant NOW = Instant.ofEpochSecond(1);

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
        VisitPrinter.start(
            new PrintStream(stopped, true, StandardCharsets.UTF_8), Instant.EPOCH, () -> NOW);
    for (int i = 0; i < 5000; i++) {
      printer.accept(visit(i));
    }
    reading.countDown();
    printer.close();
    List<String> lines = seen.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).endsWith("https: number 0 (began 00:00:00)"), lines.get(0));
    String last = lines.get(lines.size() - 1);
    int missed = 5000 - (lines.size() - 1);
    assertEquals("and " + missed + " more visits, too fast to be shown", last);
  }

  /** In the order of their ends, with the time of the end. */
  @Test
  void everyVisitIsPrintedWhereThereAreFew() throws Exception {
    Iterator<Instant> ends = Stream.of(3, 4, 5).map(Instant::ofEpochSecond).iterator();
    InstantSource clock = ends::next;
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (VisitPrinter printer =
        VisitPrinter.start(
            new PrintStream(seen, true, StandardCharsets.UTF_8), Instant.EPOCH, clock)) {
      for (int i = 3; i > 0; i--) {
        printer.accept(visit(i));
      }
    }
    assertEquals(
        """
        00:00:03 192.0.2.1 443/tcp https: number 3
        00:00:04 192.0.2.1 443/tcp https: number 2 (began 00:00:02)
        00:00:05 192.0.2.1 443/tcp https: number 1 (began 00:00:01)
        """,
        seen.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }
}
