package dev.rollcall.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.report.Format;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.StandInServer;
import dev.rollcall.standin.Standing;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  @TempDir Path folder;

  private static StandInServer stand(Consumer<StandInLog.Visit> onVisit) throws Exception {
    StandIn.Datagrams echo = (request, identity) -> Optional.of(request);
    return StandInServer.open(
        List.of(Standing.assignment("made-up", echo)),
        StandInCertificate.selfMade(List.of()),
        Optional.empty(),
        StandInLimits.usual(),
        onVisit);
  }

  /** Tells when a line was printed. */
  private static final class Told extends ByteArrayOutputStream {
    private final CountDownLatch line = new CountDownLatch(1);

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      if (toString(StandardCharsets.UTF_8).contains("(will be retried)")) {
        line.countDown();
      }
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenAgainWithoutAnotherVisit() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path file = logs.resolve("log.json");
    CountDownLatch visited = new CountDownLatch(1);
    Told told = new Told();
    try (StandInServer stand = stand(visit -> visited.countDown());
        DatagramSocket socket = new DatagramSocket();
        LogWriter writer =
            LogWriter.start(
                stand,
                "test",
                List.of(new ReportOutputs.Sink(Format.JSON, file.toString())),
                new PrintStream(told, true, StandardCharsets.UTF_8))) {
      assertTrue(writer.works());
      Files.delete(file);
      Files.delete(logs);
      socket.send(new DatagramPacket(new byte[1], 1, stand.addresses().get(0)));
      assertTrue(visited.await(20, TimeUnit.SECONDS));
      assertTrue(told.line.await(20, TimeUnit.SECONDS), told::toString);
      Files.createDirectory(logs);
      awaitFile(file);
    }
    assertEquals(1, told.toString(StandardCharsets.UTF_8).lines().count(), told::toString);
    assertTrue(Files.readString(file).contains("\"made-up\""));
  }

  private static void awaitFile(Path file) throws IOException, InterruptedException {
    try (var events = file.getFileSystem().newWatchService()) {
      file.getParent().register(events, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Files.exists(file) && System.nanoTime() < end) {
        var key = events.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.reset();
        }
      }
    }
    assertTrue(Files.exists(file));
  }
}
