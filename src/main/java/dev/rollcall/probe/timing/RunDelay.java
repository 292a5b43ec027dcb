package dev.rollcall.probe.timing;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * How long a thread was ready to run and waited for a processor. A busy host wakes a thread late:
 * without this, the network would seem slow. Linux counts it for each thread (the second number of
 * {@code schedstat}: Documentation/scheduler/sched-stats.rst). Elsewhere it is not known, and zero.
 *
 * <p>Used by one thread; any may close it, and ask what is {@link #pending}.
 */
public final class RunDelay implements Closeable {
  /** The file of the thread that opens it. */
  private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

  /** Longer than three numbers of 20 digits. */
  private static final int LONGEST = 80;

  /** In so many nanoseconds there is no delay that is worth the calls of a look. */
  private static final long SHORT = 50_000;

  /** Each keeps a file open; sockets need the rest. */
  private static final Semaphore FILES = new Semaphore(512);

  private final Path path;
  private Optional<RandomAccessFile> file = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private boolean closed;

  /** What it was when the thread last asked for {@link #more}, and when that was. */
  private long seen;

  private long seenAt;

  public RunDelay() {
    this(SCHEDSTAT);
  }

  /** Reads another file. */
  public RunDelay(Path path) {
    this.path = path;
  }

  /** Nanoseconds that the calling thread has waited since it began; only differences matter. */
  public synchronized long nanoseconds() {
    try {
      return closed ? 0 : read();
    } catch (IOException e) {
      // This system does not tell, or no more files can be open.
      close();
      return 0;
    }
  }

  /**
   * Nanoseconds that the calling thread has waited since it last asked for more: never more than
   * have passed, and zero when it asks for the first time. What a very short time had counts with
   * the next.
   */
  public synchronized long more() {
    boolean first = !isOwn();
    if (!first && System.nanoTime() - seenAt < SHORT) {
      return 0;
    }
    long now = nanoseconds();
    long at = System.nanoTime();
    long more = first ? 0 : Math.max(0, Math.min(now - seen, at - seenAt));
    seen = now;
    seenAt = at;
    return more;
  }

  /** What {@link #more} would now say to its thread; any thread may ask. */
  public synchronized Duration pending() {
    try {
      long now = file.isPresent() ? read(file.get()) : 0;
      return Duration.ofNanos(Math.max(0, Math.min(now - seen, System.nanoTime() - seenAt)));
    } catch (IOException e) {
      // The thread has ended.
      return Duration.ZERO;
    }
  }

  private boolean isOwn() {
    return thread.filter(Thread.currentThread()::equals).isPresent();
  }

  private long read() throws IOException {
    if (!isOwn()) {
      open();
    }
    return file.isEmpty() ? 0 : read(file.get());
  }

  private static long read(RandomAccessFile file) throws IOException {
    byte[] line = new byte[LONGEST];
    file.seek(0);
    return second(line, file.read(line));
  }

  private void open() throws IOException {
    release();
    thread = Optional.of(Thread.currentThread());
    if (FILES.tryAcquire()) {
      try {
        file = Optional.of(new RandomAccessFile(path.toFile(), "r"));
      } finally {
        if (file.isEmpty()) {
          FILES.release();
        }
      }
    }
  }

  /** The second number of a line; zero if there is none. */
  private static long second(byte[] line, int length) {
    int at = 0;
    while (at < length && line[at] != ' ') {
      at++;
    }
    long number = 0;
    for (at++; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
      number = number * 10 + line[at] - '0';
    }
    return number;
  }

  private void release() {
    if (file.isPresent()) {
      FILES.release();
      try {
        file.get().close();
      } catch (IOException e) {
        // It was only read.
      }
      file = Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }
}
