package dev.rollcall.history.store;

import dev.rollcall.document.RunDocument;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.UnsafePathException;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.BaselineJson;
import dev.rollcall.history.entry.EntryJson;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RunId;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a history; one process at a time. Whatever ends the process, appended runs stay readable,
 * and the lock is released. Only the owner may read the files, where the system has such modes. An
 * {@link IOException} has a sentence for the user. Not thread-safe.
 */
public final class Recorder implements AutoCloseable {
  private final Layout layout;
  private final HistoryFiles files;
  private final Archive archive;
  private final Lock lock;
  private final InstantSource clock;

  /** The newest id that is not dated in the future. */
  private String newest = RunId.NONE;

  private Recorder(Layout layout, Lock lock, InstantSource clock) {
    this.layout = layout;
    this.files = layout.files();
    this.archive = Archive.of(layout.root(), clock);
    this.lock = lock;
    this.clock = clock;
  }

  /**
   * Opens a history for writing, creates it if missing, and removes leftovers of a killed process.
   *
   * @param doing the purpose, for the message to others: {@code check from appsanywhere}
   * @throws HeldException if another process, or this one, holds the lock
   * @throws UnwritableException if its disk is full or has another problem that is not a usage
   *     error
   */
  public static Recorder open(Path folder, String doing) throws IOException, HeldException {
    return open(folder, doing, InstantSource.system());
  }

  /**
   * As {@link #open(Path, String)}, with a clock that decides which runs are dated in the future.
   */
  public static Recorder open(Path folder, String doing, InstantSource clock)
      throws IOException, HeldException {
    Recorder recorder = take(new Layout(folder), doing, clock);
    boolean usable = false;
    try {
      recorder.look();
      usable = true;
      return recorder;
    } finally {
      if (!usable) {
        recorder.close();
      }
    }
  }

  private static Recorder take(Layout layout, String doing, InstantSource clock)
      throws IOException, HeldException {
    Lock lock = null;
    boolean usable = false;
    try {
      AtomicFile.createPrivateFolder(layout.root());
      if (!Files.isWritable(layout.root())) {
        boolean fixed = Files.getFileStore(layout.root()).isReadOnly();
        throw fixed
            ? new FileSystemException(layout.root().toString(), null, "Read-only file system")
            : new AccessDeniedException(layout.root().toString());
      }
      lock = Lock.take(layout.files(), layout.lock(), doing);
      layout.files().makeFolder(layout.runs());
      clean(layout, clock.instant());
      usable = true;
      return new Recorder(layout, lock, clock);
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    } finally {
      if (lock != null && !usable) {
        lock.close();
      }
    }
  }

  /** Removes leftovers of a killed process. */
  private static void clean(Layout layout, Instant now) throws IOException {
    HistoryFiles files = layout.files();
    List<String> days = layout.days(now).newestFirst();
    for (String day : days) {
      Path journal = layout.journal(day);
      if (files.look(journal).isPresent()) {
        // Only the newest journal can end with a partial line.
        new Journal(files, journal).repair();
        break;
      }
    }
    for (Path left : files.list(layout.root(), "." + Layout.BASELINE + "*.tmp")) {
      files.delete(left);
    }
    files.deleteIn(layout.runs(), days, ".*.tmp");
  }

  private void look() throws IOException {
    List<String> past = layout.days(clock.instant()).past();
    if (!past.isEmpty()) {
      String last = past.get(past.size() - 1);
      String run = archive.newest();
      boolean dated = !run.isEmpty() && past.contains(RunId.day(run));
      newest = dated ? run : RunId.NONE;
      for (String one : layout.documents(last)) {
        newest = newest.compareTo(one) < 0 ? one : newest;
      }
    }
  }

  /** The same history, for reading. */
  public Archive archive() {
    return archive;
  }

  /**
   * A new id, later than every other one in the history that is not dated in the future ({@link
   * Days}): {@code 2026-11-23T043434.123Z-appsanywhere}.
   */
  public String id(Instant at, Vantage vantage) {
    newest = RunId.after(newest, at, vantage);
    return newest;
  }

  /**
   * Appends a run. It is on the disk when this returns, and not stored if this throws.
   *
   * @param entry with an id from {@link #id}
   */
  public void append(JournalEntry entry, Run run) throws IOException {
    if (!RunId.isOne(entry.run()) || entry.run().compareTo(newest) > 0) {
      throw new IllegalArgumentException("not an id of this history: " + entry.run());
    }
    byte[] line = EntryJson.write(entry);
    byte[] packed = packed(run);
    try {
      if (line.length > BackwardLines.LONGEST) {
        throw new IOException("a line of " + line.length + " bytes");
      }
      String day = RunId.day(entry.run());
      files.makeFolder(layout.day(day));
      Path document = layout.document(entry.run());
      files.replace(document, out -> out.write(packed));
      boolean appended = false;
      try {
        new Journal(files, layout.journal(day)).append(line);
        appended = true;
      } finally {
        if (!appended) {
          files.delete(document);
        }
      }
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    }
  }

  private static byte[] packed(Run run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(bytes)) {
      RunDocument.write(run, packed);
    }
    return bytes.toByteArray();
  }

  /** Makes it the baseline of its series, and replaces any other. */
  public void save(Baseline baseline) throws IOException {
    try {
      files.replace(
          layout.baseline(baseline.series()), out -> out.write(BaselineJson.write(baseline)));
      archive.deleteFormer(baseline.series());
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    }
  }

  /**
   * Deletes runs of days that are too old, then the oldest ones until the size is within the limit,
   * whole days where possible; never a baseline's run or the newest one.
   *
   * @return how many
   */
  public int prune(Retention keep, Instant now) throws IOException {
    return new Pruning(layout, archive).prune(keep, now);
  }

  private static IOException unwritable(Path folder, IOException why) {
    if (why instanceof UnsafePathException) {
      return why;
    }
    String sentence =
        "cannot write history to "
            + folder
            + " ("
            + FileReason.of(why)
            + "); name a folder that this user may write to, on a disk with room, with --history";
    boolean wrongFolder =
        why instanceof AccessDeniedException
            || why instanceof FileAlreadyExistsException
            || why instanceof NoSuchFileException
            || why instanceof NotDirectoryException;
    return wrongFolder ? new IOException(sentence, why) : new UnwritableException(sentence, why);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
