package dev.rollcall.history;

import dev.rollcall.model.Run;
import dev.rollcall.model.Vantage;
import dev.rollcall.report.AtomicFile;
import dev.rollcall.report.RunDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The one process that may write a history. Whatever ends it, and whenever, what was appended stays
 * readable, and the next one finds the lock free. Only its owner may read what it writes, where the
 * system knows such modes. An {@link IOException} has a sentence for the user. Not for several
 * threads at once.
 */
public final class Recorder implements AutoCloseable {
  private final Layout layout;
  private final Archive archive;
  private final Lock lock;

  /** The newest id that was ever given out. */
  private String newest = RunId.NONE;

  private Recorder(Layout layout, Lock lock) {
    this.layout = layout;
    this.archive = Archive.of(layout.root());
    this.lock = lock;
  }

  /**
   * Takes a history, which is made if it is not there, and mends what a killed process left.
   *
   * @param doing what for, for those who must wait: {@code check from appsanywhere}
   * @throws HeldException if another process, or this one, holds it
   */
  public static Recorder open(Path folder, String doing) throws IOException, HeldException {
    Recorder recorder = take(new Layout(folder), doing);
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

  private static Recorder take(Layout layout, String doing) throws IOException, HeldException {
    Lock lock = null;
    boolean usable = false;
    try {
      AtomicFile.createPrivateFolder(layout.root());
      if (!Files.isWritable(layout.root())) {
        throw new AccessDeniedException(layout.root().toString());
      }
      lock = Lock.take(layout.lock(), doing);
      AtomicFile.createPrivateFolder(layout.runs());
      mend(layout);
      usable = true;
      return new Recorder(layout, lock);
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    } finally {
      if (lock != null && !usable) {
        lock.close();
      }
    }
  }

  private static void mend(Layout layout) throws IOException {
    List<String> days = layout.days();
    Optional<Path> last = days.stream().map(layout::journal).filter(Files::exists).findFirst();
    if (last.isPresent()) {
      // A line is only ever torn at the end of the newest.
      new Journal(last.get()).repair();
    }
    for (Path left : Layout.list(layout.root(), "." + Layout.BASELINE + "*.tmp")) {
      Files.deleteIfExists(left);
    }
    for (String day : days) {
      for (Path left : Layout.list(layout.day(day), ".*.tmp")) {
        Files.deleteIfExists(left);
      }
    }
  }

  private void look() throws IOException {
    newest = archive.newest();
    List<String> days = layout.days();
    for (String run : days.isEmpty() ? List.<String>of() : layout.documents(days.get(0))) {
      newest = newest.compareTo(run) < 0 ? run : newest;
    }
  }

  /** The same history, for reading. */
  public Archive archive() {
    return archive;
  }

  /**
   * A new id, later than every other one in the history: {@code
   * 2026-11-23T043434.123Z-appsanywhere}.
   */
  public String id(Instant at, Vantage vantage) {
    newest = RunId.after(newest, at, vantage);
    return newest;
  }

  /**
   * Appends a run. It is there, on the disk, when this returns, and not at all if this throws.
   *
   * @param entry with an id from {@link #id}
   */
  public void append(Entry entry, Run run) throws IOException {
    if (!RunId.isOne(entry.run()) || entry.run().compareTo(newest) > 0) {
      throw new IllegalArgumentException("not an id of this history: " + entry.run());
    }
    byte[] line = EntryJson.write(entry);
    byte[] packed = packed(run);
    try {
      if (line.length > Backwards.LONGEST) {
        throw new IOException("a line of " + line.length + " bytes");
      }
      String day = RunId.day(entry.run());
      AtomicFile.createPrivateFolder(layout.day(day));
      Path document = layout.document(entry.run());
      AtomicFile.writePrivate(document, out -> out.write(packed));
      boolean appended = false;
      try {
        new Journal(layout.journal(day)).append(line);
        appended = true;
      } finally {
        if (!appended) {
          Files.deleteIfExists(document);
        }
      }
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    }
  }

  private static byte[] packed(Run run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(RunDocument.write(run));
    }
    return bytes.toByteArray();
  }

  /** Makes it the baseline of its series, in place of any other. */
  public void save(Baseline baseline) throws IOException {
    try {
      AtomicFile.writePrivate(
          layout.baseline(baseline.series()), out -> out.write(BaselineJson.write(baseline)));
    } catch (IOException e) {
      throw unwritable(layout.root(), e);
    }
  }

  /**
   * Deletes the oldest runs, whole days where possible: those of days that are too old, and then as
   * many as it takes; never a baseline's run nor the newest one.
   *
   * @return how many
   */
  public int prune(Keep keep, Instant now) throws IOException {
    return new Pruning(layout, archive).prune(keep, keep.firstDay(now));
  }

  private static IOException unwritable(Path folder, IOException why) {
    return new IOException(
        "runs cannot be remembered in "
            + folder
            + " ("
            + reason(why)
            + "); name a folder that this user may write to, on a disk with room, with --history",
        why);
  }

  private static String reason(IOException why) {
    if (why instanceof FileSystemException named) {
      String said = named.getReason();
      return named.getClass().getSimpleName() + (said == null ? "" : ": " + said);
    }
    return String.valueOf(why.getMessage());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
