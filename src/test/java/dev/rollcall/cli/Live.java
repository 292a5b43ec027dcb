package dev.rollcall.cli;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs in this process while a test reads what it prints. */
final class Live implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;
  private String[] arguments = {};

  Live() throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("STATE_DIRECTORY");
    Path state = Files.createTempDirectory("rollcall-live");
    environment.put("XDG_STATE_HOME", state.toString());
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            synchronized (printed) {
              printed.write(bytes, offset, length);
              printed.notifyAll();
            }
          }
        };
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    Streams streams = new Streams(both, both, environment);
    thread =
        new Thread(
            () -> {
              try {
                exit.complete(Main.call(streams, Protocols.ALL, arguments));
              } catch (RuntimeException | Error e) {
                exit.completeExceptionally(e);
              }
            },
            "live");
    thread.setDaemon(true);
  }

  void start(String... command) {
    arguments = command;
    thread.start();
  }

  /** Waits until it has printed that. */
  void await(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (printed) {
      while (!text().contains(text)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || exit.isDone()) {
          throw new AssertionError("'" + text + "' was not printed, but: " + text());
        }
        printed.wait(Math.min(left, 100));
      }
    }
  }

  /** Waits for its end. */
  int exit() throws Exception {
    return exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  String text() {
    synchronized (printed) {
      return printed.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
