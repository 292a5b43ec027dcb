package dev.rollcall.history.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deletes the oldest runs. If it is killed, the next one goes on. Unknown files stay. */
final class Pruning {
  /** The share of the limit to keep, so that not every run must delete again. */
  private static final double AMPLE = 0.9;

  private final Layout layout;
  private final HistoryFiles files;
  private final Archive archive;
  private @Nullable Set<String> spared;
  private int deleted;

  Pruning(Layout layout, Archive archive) {
    this.layout = layout;
    this.files = layout.files();
    this.archive = archive;
  }

  /** Deletes runs, and returns how many. */
  int prune(Retention keep, Instant now) throws IOException {
    Days dated = layout.days(now);
    String first = dated.firstKept(keep.days());
    List<String> days = dated.oldestFirst();
    Map<String, Long> sizes = new HashMap<>();
    long total = 0;
    for (String day : days) {
      if (day.compareTo(first) < 0) {
        delete(day, Long.MAX_VALUE);
      }
      long size = size(day);
      sizes.put(day, size);
      total += size;
    }
    for (String day : days) {
      if (total <= keep.bytes()) {
        break;
      }
      boolean newest = day.equals(days.get(days.size() - 1));
      long excess = total - (long) (keep.bytes() * AMPLE);
      delete(day, newest ? excess : Long.MAX_VALUE);
      total += size(day) - sizes.getOrDefault(day, 0L);
    }
    return deleted;
  }

  /** Deletes the oldest runs of a day, until they add up to this number of bytes. */
  private void delete(String day, long bytes) throws IOException {
    Journal journal = new Journal(files, layout.journal(day));
    List<Journal.Place> lines = journal.places();
    Map<String, Long> runs = new TreeMap<>();
    lines.forEach(line -> runs.merge(line.run(), line.length(), Long::sum));
    Map<Path, Long> sizes = files.sizes(layout.day(day));
    for (String run : layout.documents(day)) {
      runs.merge(run, sizes.getOrDefault(layout.document(run), 0L), Long::sum);
    }
    Set<String> gone = new HashSet<>();
    long freed = 0;
    for (Map.Entry<String, Long> run : runs.entrySet()) {
      if (freed < bytes && !spared().contains(run.getKey())) {
        gone.add(run.getKey());
        freed += run.getValue();
      }
    }
    if (!gone.isEmpty()) {
      // Lines first: no line may remain for a run that is partly deleted.
      journal.keep(lines.stream().filter(line -> !gone.contains(line.run())).toList());
      for (String run : gone) {
        files.delete(layout.document(run));
      }
      deleted += gone.size();
    }
    if (bytes == Long.MAX_VALUE) {
      files.deleteIfEmpty(layout.day(day));
    }
  }

  /** The newest run and the run of every baseline. */
  private Set<String> spared() throws IOException {
    if (spared == null) {
      Set<String> runs = new HashSet<>();
      runs.add(archive.newest());
      for (Path file : layout.baselines()) {
        Archive.baseline(files, file).ifPresent(baseline -> runs.add(baseline.basis().run()));
      }
      spared = runs;
    }
    return spared;
  }

  private long size(String day) throws IOException {
    return files.sizes(layout.day(day)).values().stream().mapToLong(Long::longValue).sum();
  }
}
