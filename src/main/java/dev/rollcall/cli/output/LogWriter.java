package dev.rollcall.cli.output;

import dev.rollcall.document.StandInDocument;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.run.host.Host;
import dev.rollcall.standin.StandInServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes a stand-in's log while it answers, so that a crash loses little: within a second or two of
 * each visit, less often as the log grows. The file is replaced as a whole each time. Standard
 * output and special files get the log only at the end.
 */
public final class LogWriter implements AutoCloseable {
  private static final long SHORTEST_PAUSE = 1_000;

  /** A pause is at least this many times as long as the last writing took. */
  private static final int REST = 20;

  private final StandInServer stand;
  private final String version;
  private final List<ReportOutputs.Sink> files;
  private final PrintStream err;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private final boolean works;
  private String lastFailure = "";

  private LogWriter(
      StandInServer stand, String version, List<ReportOutputs.Sink> reports, PrintStream err) {
    this.stand = stand;
    this.version = version;
    this.files = reports.stream().filter(LogWriter::isFile).toList();
    this.err = err;
    this.thread = DaemonThreads.named("log writer").newThread(this::run);
    this.works = files.isEmpty() || write().isEmpty();
  }

  private static boolean isFile(ReportOutputs.Sink sink) {
    try {
      Path file = Path.of(sink.file());
      return !sink.standardOutput() && (!Files.exists(file) || Files.isRegularFile(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Writes the log for the first time; if that {@link #works}, then repeatedly.
   *
   * @param version Rollcall's own
   * @param reports the outputs that the command line names
   * @param err for error messages
   */
  public static LogWriter start(
      StandInServer stand, String version, List<ReportOutputs.Sink> reports, PrintStream err) {
    LogWriter writer = new LogWriter(stand, version, reports, err);
    if (writer.works && !writer.files.isEmpty()) {
      writer.thread.start();
    }
    return writer;
  }

  /**
   * Whether the first write succeeded, so that a log that cannot be written is reported at the
   * start.
   */
  public boolean works() {
    return works;
  }

  private void run() {
    long written = 0;
    long pause = SHORTEST_PAUSE;
    try {
      while (!over.await(pause, TimeUnit.MILLISECONDS)) {
        long start = System.nanoTime();
        try {
          long now = stand.visits();
          if (now != written) {
            List<String> failures = write();
            complain(String.join("; ", failures));
            written = failures.isEmpty() ? now : written;
          }
        } catch (RuntimeException | Error e) {
          complain("the log could not be written: " + e.getMessage());
        }
        pause = Math.max(SHORTEST_PAUSE, REST * millisSince(start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** What went wrong, a sentence each. */
  private List<String> write() {
    byte[] log = StandInDocument.write(stand.log(version, Host.name()));
    return ReportOutputs.write(format -> log, files, err).sentences();
  }

  /** Reports a failure once, until another one occurs; it is repeated at the end. */
  private void complain(String failure) {
    if (!failure.isEmpty() && !failure.equals(lastFailure)) {
      err.println(failure + " (will be retried)");
    }
    lastFailure = failure;
  }

  /** Waits until the writing thread has ended: the final log must be the last. */
  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
