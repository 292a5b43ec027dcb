package dev.rollcall.history;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Archive;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.sample.RunBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs, entries and baselines for the tests of the history. */
public final class Entries {
  public static final Instant START = Instant.parse("2026-11-23T04:34:34.123456789Z");
  public static final Series SERIES = new Series("appsanywhere", Vantage.APPSANYWHERE);
  public static final Series CLIENT = new Series("appsanywhere", Vantage.CLIENT);

  /** All runs of the tests are in its past, so that no test depends on the date. */
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2099-01-01T00:00:00Z"));

  private Entries() {}

  public static Recorder open(Path folder) throws IOException, HeldException {
    return Recorder.open(folder, "check from appsanywhere", CLOCK);
  }

  public static Archive archive(Path folder) {
    return Archive.of(folder, CLOCK);
  }

  public static Run run(Instant at, Series series, String text) {
    return RunBuilder.run()
        .catalogue(series.catalogue(), "A table")
        .from(series.vantage())
        .on("web1")
        .site("site.yaml")
        .at(at)
        .took(Duration.ofMillis(1500))
        .remarks(new Run.Remark(Status.WARN, text))
        .build();
  }

  /** With everything that an entry can hold, and this text wherever a server could have put it. */
  public static JournalEntry entry(String run, Instant at, Series series, String text) {
    return new JournalEntry(
        run,
        at,
        series,
        "0.1.0",
        text,
        Status.FAIL,
        true,
        true,
        rules(text),
        "2026-11-01T000000.000Z-appsanywhere",
        List.of(
            new JournalEntry.Noted(
                new Change("sql.tds", Change.Aspect.FACT, text, text, text, Change.Rank.CHANGED),
                at.minusSeconds(60),
                true,
                false)));
  }

  public static Map<String, RuleState> rules(String text) {
    // A host name is none with half a character in it, and as a key it would not come back.
    String host = text.replace('\ud800', '?');
    Map<String, RuleState> rules = new LinkedHashMap<>();
    rules.put(
        "sql.tds",
        new RuleState(
            Status.PASS,
            Optional.of("CONNECT DROPPED"),
            true,
            Map.of("mssql.uni.edu", List.of("198.18.2.41", "2001:db8::1"), host, List.of()),
            Map.of(
                host,
                List.of(new RuleState.Leaf("00ff", text, "RSA 2048", List.of(text, "b"), START))),
            Map.of("tds.version", List.of(text, "16.0")),
            Optional.of(Duration.ofNanos(1_000_001)),
            Optional.of(Duration.ofSeconds(5))));
    rules.put(
        "a.bare",
        new RuleState(
            Status.SKIPPED,
            Optional.empty(),
            false,
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty()));
    return rules;
  }

  public static Baseline baseline(Series series, String run) {
    return new Baseline(
        series,
        new Drift.Basis(run, START, Optional.of(new Drift.Acceptance("anna", START))),
        rules("x"),
        Map.of("cdn.example", List.of("198.19.0.0/16")),
        Map.of(
            "sql.tds",
            new Baseline.Habit(List.of(Duration.ofMillis(2), Duration.ZERO), List.of())));
  }

  /** Appends a run as a check does. */
  public static JournalEntry append(Recorder recorder, Instant at, Series series)
      throws IOException {
    String id = recorder.id(at, series.vantage());
    JournalEntry entry = entry(id, at, series, "calm");
    recorder.append(entry, run(at, series, "calm"));
    return entry;
  }

  public static List<String> ids(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::run).toList();
  }

  public static Path journal(Path folder) {
    return folder.resolve("runs/2026-11-23/journal.jsonl");
  }

  /** Every file below, as paths relative to the folder, without the lock. */
  public static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }
}
