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
 * A lock of the operating system, so that only one process at a time writes a history or logs in
 * with an account. It ends with its process, even when killed. The file names the holder, and is
 * not deleted.
 */
public final class Lock implements Closeable {
  /**
   * The locked byte is beyond the content, which others can then read where locks are mandatory
   * (Windows).
   */
  private static final long REGION = Long.MAX_VALUE - 1;

  private static final int LOOKS = 10;
  private static final long PAUSE_MILLIS = 20;

  /**
   * The locks of this process: opening and closing the file a second time would release the lock
   * (POSIX.1-2017, fcntl).
   */
  private static final Map<Path, LockHolder> OWN = new HashMap<>();

  private final Path file;
  private final FileChannel open;

  private Lock(Path file, FileChannel open) {
    this.file = file;
    this.open = open;
  }

  /** Takes the lock, or throws an exception that names the holder. */
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

  /** Releases locks, the last one first. */
  public static void release(List<Lock> locks) {
    for (int i = locks.size() - 1; i >= 0; i--) {
      try {
        locks.get(i).close();
      } catch (IOException e) {
        // Closing the file releases the lock; the old holder's name in it does no harm.
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
      // Another process created it meanwhile.
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

  /** On a full disk the holder's name is missing; the lock still works. */
  private static void say(FileChannel open, byte[] holder) {
    try {
      Uninterrupted.run(
          () -> {
            open.truncate(0);
            open.write(ByteBuffer.wrap(holder), 0);
          });
    } catch (IOException e) {
      // See above.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel open) throws IOException {
    try {
      return open.tryLock(REGION, 1, false);
    } catch (OverlappingFileLockException heldByAnotherLoaderOfThisClass) {
      return null;
    }
  }

  /** The holder; empty if it cannot be read. It is written after the lock is taken. */
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
            + holder.map(LockHolder::toString).orElse("unknown")
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
              // Empties the file, so that it names no former holder.
              open.truncate(0);
            }
          });
    } finally {
      forget(file);
    }
  }
}
