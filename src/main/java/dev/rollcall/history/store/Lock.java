package dev.rollcall.history.store;

import dev.rollcall.files.Uninterrupted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
public final class Lock implements Closeable {
  /** Beyond the content, so that others may read it where locks are mandatory (Windows). */
  private static final long REGION = Long.MAX_VALUE - 1;

  private static final int LOOKS = 10;
  private static final long PAUSE_MILLIS = 20;

  /**
   * What this process holds: to open and close the file a second time would let go of the lock
   * (POSIX.1-2017, fcntl).
   */
  private static final Map<Path, LockHolder> OWN = new HashMap<>();

  private final Path file;
  private final FileChannel open;

  private Lock(Path file, FileChannel open) {
    this.file = file;
    this.open = open;
  }

  /** Takes the lock, or says who has it. */
  static Lock take(HistoryFiles files, Path lock, String doing) throws IOException, HeldException {
    Optional<Lock> taken = tryTake(files, lock, LockHolder.self(doing));
    if (taken.isEmpty()) {
      throw held(real(files, lock), holder(files, lock));
    }
    return taken.get();
  }

  /** Takes the lock if it is free. */
  public static Optional<Lock> tryTake(HistoryFiles files, Path lock, LockHolder self)
      throws IOException {
    if (files.look(lock).isEmpty()) {
      createFile(files, lock);
    }
    Path file = real(files, lock);
    synchronized (OWN) {
      if (OWN.putIfAbsent(file, self) != null) {
        return Optional.empty();
      }
    }
    Optional<Lock> taken = Optional.empty();
    try {
      FileChannel open = files.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
      taken = take(file, open, self);
      return taken;
    } finally {
      if (taken.isEmpty()) {
        forget(file);
      }
    }
  }

  /** Lets go of locks, the last one first. */
  public static void release(List<Lock> locks) {
    for (int i = locks.size() - 1; i >= 0; i--) {
      try {
        locks.get(i).close();
      } catch (IOException e) {
        // The lock ends with its file; that it still says who had it is no harm.
      }
    }
  }

  private static Path real(HistoryFiles files, Path lock) throws IOException {
    return files.root().toRealPath().resolve(lock.getFileName());
  }

  private static void createFile(HistoryFiles files, Path lock) throws IOException {
    try {
      files.make(lock).close();
    } catch (FileAlreadyExistsException e) {
      // By another process, meanwhile.
    }
  }

  private static Optional<Lock> take(Path file, FileChannel open, LockHolder self)
      throws IOException {
    boolean taken = false;
    try {
      if (tryLock(open) == null) {
        return Optional.empty();
      }
      say(open, self.bytes());
      if (!open.isOpen()) {
        throw new ClosedByInterruptException();
      }
      taken = true;
      return Optional.of(new Lock(file, open));
    } finally {
      if (!taken) {
        open.close();
      }
    }
  }

  /** On a disk that is full others do not learn who holds the lock; it holds all the same. */
  private static void say(FileChannel open, byte[] holder) {
    try {
      Uninterrupted.run(
          () -> {
            open.truncate(0);
            open.write(ByteBuffer.wrap(holder), 0);
          });
    } catch (IOException e) {
      // As said.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel open) throws IOException {
    try {
      return open.tryLock(REGION, 1, false);
    } catch (OverlappingFileLockException heldByAnotherLoaderOfThisClass) {
      return null;
    }
  }

  /** Who has it; empty if that cannot be read. The holder takes the lock, and then writes it. */
  public static Optional<LockHolder> holder(HistoryFiles files, Path lock) throws IOException {
    Path file = real(files, lock);
    synchronized (OWN) {
      if (OWN.containsKey(file)) {
        return Optional.ofNullable(OWN.get(file));
      }
    }
    try (FileChannel open = files.open(lock, StandardOpenOption.READ)) {
      for (int looks = 0; looks < LOOKS; looks++) {
        Optional<LockHolder> holder = LockHolder.read(open);
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

  private static HeldException held(Path file, Optional<LockHolder> holder) {
    return new HeldException(
        "another run holds the history "
            + file.getParent()
            + " ("
            + holder.map(LockHolder::toString).orElse("it did not say who it is")
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
      Uninterrupted.run(
          () -> {
            if (open.isOpen()) {
              // The file names no holder that has gone.
              open.truncate(0);
            }
          });
    } finally {
      forget(file);
    }
  }
}
