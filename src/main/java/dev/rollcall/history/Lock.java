package dev.rollcall.history;

import dev.rollcall.report.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * That one process at most writes a history, or logs in with an account: the operating system's own
 * lock, which ends with its process, whatever ends that. The file says who holds it, and stays.
 */
final class Lock implements Closeable {
  /** Beyond the content, so that others may read it where locks are mandatory (Windows). */
  private static final long REGION = Long.MAX_VALUE - 1;

  private static final int LOOKS = 10;
  private static final long PAUSE_MILLIS = 20;

  /**
   * What this process holds: to open and close the file a second time would let go of the lock
   * (POSIX.1-2017, fcntl).
   */
  private static final Map<Path, Holder> OWN = new HashMap<>();

  private final Path file;
  private final RandomAccessFile open;

  private Lock(Path file, RandomAccessFile open) {
    this.file = file;
    this.open = open;
  }

  /** Takes the lock, or says who has it. */
  static Lock take(Path lock, String doing) throws IOException, HeldException {
    Optional<Lock> taken = tryTake(lock, Holder.self(doing));
    if (taken.isEmpty()) {
      Path file = lock.toRealPath();
      throw held(file, own(file).or(() -> holder(file)));
    }
    return taken.get();
  }

  /** Takes the lock if it is free. */
  static Optional<Lock> tryTake(Path lock, Holder self) throws IOException {
    Journal.refuseLink(lock);
    createFile(lock);
    Path file = lock.toRealPath();
    synchronized (OWN) {
      if (OWN.putIfAbsent(file, self) != null) {
        return Optional.empty();
      }
    }
    Optional<Lock> taken = Optional.empty();
    try {
      taken = open(file, self);
      return taken;
    } finally {
      if (taken.isEmpty()) {
        forget(file);
      }
    }
  }

  /** Lets go of locks, the last one first. */
  static void release(List<Lock> locks) {
    for (int i = locks.size() - 1; i >= 0; i--) {
      try {
        locks.get(i).close();
      } catch (IOException e) {
        // The lock ends with its file; that it still says who had it is no harm.
      }
    }
  }

  private static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, AtomicFile.mode("rw-------"));
      AtomicFile.handOver(file);
    } catch (FileAlreadyExistsException e) {
      // As every time but the first.
    }
  }

  private static Optional<Holder> own(Path file) {
    synchronized (OWN) {
      return Optional.ofNullable(OWN.get(file));
    }
  }

  private static Optional<Lock> open(Path file, Holder self) throws IOException {
    RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
    boolean taken = false;
    try {
      if (tryLock(open) == null) {
        return Optional.empty();
      }
      open.setLength(0);
      open.write(self.bytes());
      taken = true;
      return Optional.of(new Lock(file, open));
    } finally {
      if (!taken) {
        open.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(RandomAccessFile open) throws IOException {
    try {
      return open.getChannel().tryLock(REGION, 1, false);
    } catch (OverlappingFileLockException heldByAnotherLoaderOfThisClass) {
      return null;
    }
  }

  /** The holder takes the lock first, and then writes who it is. */
  private static Optional<Holder> holder(Path file) {
    try {
      for (int looks = 0; looks < LOOKS; looks++) {
        Optional<Holder> holder = Holder.read(file);
        if (holder.isPresent()) {
          return holder;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static HeldException held(Path file, Optional<Holder> holder) {
    return new HeldException(
        "another run holds the history "
            + file.getParent()
            + " ("
            + holder.map(Holder::toString).orElse("it did not say who it is")
            + "): wait until it has ended, or name another folder with --history");
  }

  private static void forget(Path file) {
    synchronized (OWN) {
      OWN.remove(file);
    }
  }

  @Override
  public void close() throws IOException {
    try (open) {
      // Nobody is to be told of one who has gone.
      open.setLength(0);
    } finally {
      forget(file);
    }
  }
}
