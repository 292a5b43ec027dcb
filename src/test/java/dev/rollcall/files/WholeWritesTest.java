package dev.rollcall.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.sample.OtherJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends while it writes a file. */
class WholeWritesTest {
  @TempDir private Path folder;

  /** Ends in the middle of a write, as a signal would end it. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      AtomicFile.write(
          Path.of(args[0]),
          out -> {
            CountDownLatch ending = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
            new Thread(() -> System.exit(143)).start();
            try {
              ending.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write("whole".getBytes(StandardCharsets.UTF_8));
          });
    }
  }

  @Test
  void theFileIsWrittenFirst() throws Exception {
    Path file = folder.resolve("report");
    Process process = OtherJava.start(Writer.class, file.toString());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(143, process.waitFor(), output);
    assertEquals("whole", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aWriteMayWriteAnotherFile() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    AtomicFile.write(
        first,
        out -> {
          AtomicFile.write(second, new byte[] {2});
          out.write(1);
        });
    assertTrue(Files.exists(first) && Files.exists(second));
  }
}
