package dev.rollcall.cli.output;

import dev.rollcall.document.StandInDocument;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.run.Host;
import dev.rollcall.standin.StandInServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes a stand-in's log while it answers, so that a crash keeps what was seen: within a second or
 * two of each visit, and the larger the log, the more seldom. Each time, the file is replaced as a
 * whole. Standard output and what is no regular file get the log at the end only.
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
   * Writes the log for the first time; if that {@link #works}, then again and again.
   *
   * @param version Rollcall's own
   * @param reports where to, as the command line names them
   * @param err for what goes wrong
   */
  public static LogWriter start(
      StandInServer stand, String version, List<ReportOutputs.Sink> reports, PrintStream err) {
    LogWriter writer = new LogWriter(stand, version, reports, err);
    if (writer.works && !writer.files.isEmpty()) {
      writer.thread.start();
    }
    return writer;
  }

  /** Whether the first writing did; a log that cannot be kept is better known at once. */
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
            complain(String.join("; ", write()));
            written = now;
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

  /** Once, until it is another failure; the end of the stand-in says it again. */
  private void complain(String failure) {
    if (!failure.isEmpty() && !failure.equals(lastFailure)) {
      err.println(failure + " (it is tried again)");
    }
    lastFailure = failure;
  }

  /** Returns once nothing is written any more: the log at the end must be the last. */
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
