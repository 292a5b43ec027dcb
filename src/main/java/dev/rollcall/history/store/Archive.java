package dev.rollcall.history.store;

import dev.rollcall.document.Stored;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.BaselineJson;
import dev.rollcall.history.entry.EntryJson;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.NewerException;
import dev.rollcall.history.entry.RunId;
import dev.rollcall.history.entry.Series;
import dev.rollcall.text.CommandName;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history; needs no lock, and skips what another process is still writing. A missing
 * history is an empty one. What cannot be read is an {@link IOException} with a sentence for the
 * user. Not thread-safe.
 */
public final class Archive {
  /** How many runs {@link #series} reads. */
  private static final int RECENT = 100;

  private static final int LARGEST_BASELINE = 16 << 20;
  private static final int MOST_COUNTED = 1000;

  private final Layout layout;
  private final InstantSource clock;
  private final Set<Place> damaged = new HashSet<>();

  private record Place(String day, long offset) {}

  private Archive(Layout layout, InstantSource clock) {
    this.layout = layout;
    this.clock = clock;
  }

  public static Archive of(Path folder) {
    return of(folder, InstantSource.system());
  }

  /**
   * As {@link #of(Path)}.
   *
   * @param clock decides which runs are dated in the future ({@link Days})
   */
  public static Archive of(Path folder, InstantSource clock) {
    return new Archive(new Layout(folder), clock);
  }

  /** The newest entries of a series, oldest first; in bounded memory. */
  public List<JournalEntry> last(Series series, int count) throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    if (count > 0) {
      newestFirst(
          series::equals,
          line -> {
            line.entry().ifPresent(entries::add);
            return entries.size() < count;
          });
    }
    Collections.reverse(entries);
    return entries;
  }

  /** Every series among the last hundred runs, that of the newest run first. */
  public List<Series> series() throws IOException {
    Set<Series> found = new LinkedHashSet<>();
    int[] seen = {0};
    newestFirst(
        any -> false,
        line -> {
          found.add(line.series());
          return ++seen[0] < RECENT;
        });
    return List.copyOf(found);
  }

  /** The run with this id. */
  public Optional<JournalEntry> find(String run) throws IOException {
    if (!RunId.isOne(run)) {
      return Optional.empty();
    }
    List<JournalEntry> found = new ArrayList<>();
    day(
        RunId.day(run),
        any -> true,
        line -> {
          line.entry().filter(entry -> entry.run().equals(run)).ifPresent(found::add);
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /**
   * The stored run document, if it exists.
   *
   * @throws IOException with a sentence for the user, also if it is damaged
   */
  public Optional<Stored> document(String run) throws IOException {
    if (!RunId.isOne(run)) {
      return Optional.empty();
    }
    Path file = layout.document(run);
    try (FileChannel document = layout.files().open(file, StandardOpenOption.READ)) {
      return Optional.of(Stored.read(Channels.newInputStream(document), file.toString()));
    } catch (NoSuchFileException | NotDirectoryException none) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw unreadable(file, e);
    }
  }

  /** The baseline of the series, if there is one. */
  public Optional<Baseline> baseline(Series series) throws IOException {
    Path file = layout.baseline(series);
    Optional<Baseline> baseline = baseline(layout.files(), file);
    if (baseline.isPresent() && !baseline.get().series().equals(series)) {
      throw new IOException(damaged(file));
    }
    return baseline.isPresent() ? baseline : former(series);
  }

  /** What an earlier version stored under its name for the file. */
  private Optional<Baseline> former(Series series) throws IOException {
    return baseline(layout.files(), layout.formerBaseline(series))
        .filter(baseline -> baseline.series().equals(series));
  }

  /** Deletes what an earlier version stored of the series, once it is stored under its new name. */
  void deleteFormer(Series series) throws IOException {
    Path former = layout.formerBaseline(series);
    if (!former.equals(layout.baseline(series)) && former(series).isPresent()) {
      layout.files().delete(former);
    }
  }

  static Optional<Baseline> baseline(HistoryFiles files, Path file) throws IOException {
    try (FileChannel open = files.open(file, StandardOpenOption.READ)) {
      if (open.size() > LARGEST_BASELINE) {
        throw new IOException(damaged(file));
      }
      return Optional.of(
          BaselineJson.read(Channels.newInputStream(open).readNBytes(LARGEST_BASELINE)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw unreadable(file, e);
    } catch (NewerException e) {
      throw new IOException(e.sentence(file), e);
    } catch (RuntimeException e) {
      throw new IOException(damaged(file), e);
    }
  }

  private static String damaged(Path file) {
    return file
        + " is damaged: delete it, then set a new baseline with "
        + CommandName.words()
        + " drift accept";
  }

  /** How many damaged lines were skipped so far. */
  public int damaged() {
    return damaged.size();
  }

  /** The id of the newest run, {@link RunId#NONE} if there is none. */
  public String newest() throws IOException {
    String[] newest = {RunId.NONE};
    newestFirst(
        any -> false,
        line -> {
          newest[0] = line.run();
          return false;
        });
    return newest[0];
  }

  private void newestFirst(Predicate<Series> wanted, Predicate<EntryJson.Line> more)
      throws IOException {
    try {
      for (String day : layout.days(clock.instant()).newestFirst()) {
        if (!day(day, wanted, more)) {
          return;
        }
      }
    } catch (AccessDeniedException e) {
      throw unreadable(layout.runs(), e);
    }
  }

  /**
   * The runs of a day, newest first.
   *
   * @param wanted the series whose entries are read
   * @param more accepts a run; returns whether to go on
   * @return whether to go on
   */
  private boolean day(String day, Predicate<Series> wanted, Predicate<EntryJson.Line> more)
      throws IOException {
    Path journal = layout.journal(day);
    try (BackwardLines lines =
        BackwardLines.of(layout.files().open(journal, StandardOpenOption.READ))) {
      Optional<BackwardLines.Line> next = lines.previous();
      for (; next.isPresent(); next = lines.previous()) {
        EntryJson.Line line = read(next.get(), wanted);
        if (line == null) {
          count(new Place(day, next.get().offset()));
        } else if (!more.test(line)) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException none) {
      return true;
    } catch (AccessDeniedException e) {
      throw unreadable(journal, e);
    } catch (NewerException e) {
      throw new IOException(e.sentence(journal), e);
    }
  }

  /** Null if it is damaged. */
  public static EntryJson.@Nullable Line read(BackwardLines.Line line, Predicate<Series> wanted) {
    if (line.length() < EntryJson.SHORTEST) {
      return null;
    }
    try {
      return EntryJson.read(line.text(), wanted);
    } catch (NewerException e) {
      throw e;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void count(Place place) {
    if (damaged.size() < MOST_COUNTED) {
      damaged.add(place);
    }
  }

  private static IOException unreadable(Path file, IOException why) {
    return new IOException(
        file + ": this user may not read it: run as the owner of the history", why);
  }
}
