package dev.rollcall.history;

import dev.rollcall.document.JsonHead;
import dev.rollcall.document.LineJson;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.history.drift.Baselines;
import dev.rollcall.history.drift.Comparison;
import dev.rollcall.history.drift.DriftAnalysis;
import dev.rollcall.history.drift.Issuers;
import dev.rollcall.history.drift.Networks;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.BaselineJson;
import dev.rollcall.history.entry.EntryJson;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.NewerException;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.history.entry.RunId;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.failedlogins.FailedLoginFile;
import dev.rollcall.history.failedlogins.SlowHash;
import dev.rollcall.history.store.Archive;
import dev.rollcall.history.store.BackwardLines;
import dev.rollcall.history.store.Days;
import dev.rollcall.history.store.HistoryFiles;
import dev.rollcall.history.store.Journal;
import dev.rollcall.history.store.Layout;
import dev.rollcall.history.store.Lock;
import dev.rollcall.history.store.LockHolder;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.DriftReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read of a history's files, up to the drift that they make. */
public final class HistoryFuzzTargets {
  private static final String BASIS = "2026-11-01T000000.000Z-appsanywhere";
  private static final String REFUSED =
      """
      {"about": "x", "version": 1, "account": "svc@uni", "rule": "ad.ldaps",
       "at": "2026-11-22T18:20:05Z", "phase": "AUTHENTICATE", "kind": "DENIED",
       "clue": "CREDENTIALS", "evidence": "x", "hash": {"iterations": 100,
       "salt": "000102030405060708090a0b0c0d0e0f",
       "hash": "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"}}
      """;

  private static final String[] TOKENS = {
    "\"version\":1,",
    "\"version\":2,",
    "\"run\":\"\"",
    "\"at\":\"+1000000000-12-31T23:59:59Z\"",
    "\"vantage\":\"client\"",
    "\"status\":\"FAIL\"",
    "\"connect\":",
    "\"answer\":",
    "\"addresses\":{\"h\":[\"10.1.2.3\"]}",
    "\"rotating\":true,",
    "9223372036.854775807",
    "null,",
    "\"LATENCY\"",
    "\"ADDRESSES\"",
    "{}",
    "[]",
    "\n"
  };

  private HistoryFuzzTargets() {}

  public static List<FuzzTarget> all() {
    byte[] line = EntryJson.write(entry(1));
    byte[] baseline = BaselineJson.write(baseline());
    return List.of(
        FuzzTarget.of("history.journal-line", HistoryFuzzTargets::line)
            .seed(line)
            .tokens(TOKENS)
            .mayThrow(RuntimeException.class)
            .upTo(64 << 10)
            .covers(EntryJson.class, NewerException.class, LineJson.class, JsonHead.class),
        FuzzTarget.of("history.journal", HistoryFuzzTargets::journal)
            .seed(
                joined(line, line),
                joined(line, new byte[] {'{', '\n'}),
                "\n".repeat(4000).getBytes(StandardCharsets.UTF_8))
            .tokens(TOKENS)
            .inputs(800)
            .covers(
                Archive.class,
                BackwardLines.class,
                Days.class,
                Journal.class,
                Layout.class,
                RunId.class),
        FuzzTarget.of("history.baseline", HistoryFuzzTargets::baseline)
            .seed(baseline)
            .tokens(TOKENS)
            .mayThrow(RuntimeException.class)
            .upTo(64 << 10)
            .covers(BaselineJson.class),
        FuzzTarget.of("history.drift", HistoryFuzzTargets::drift)
            .seed(several(baseline))
            .tokens(TOKENS)
            .upTo(32 << 10)
            .inputs(3000)
            .covers(DriftAnalysis.class, Comparison.class, Networks.class, Issuers.class),
        FuzzTarget.of("history.refused-credential", HistoryFuzzTargets::refused)
            .seed(REFUSED)
            .tokens("null", "6000001", "\"UNKNOWN\"", "\"clue\": null,")
            .inputs(2000)
            .covers(FailedLoginFile.class, SlowHash.class),
        FuzzTarget.of("history.run-id", HistoryFuzzTargets::runId)
            .seed("2026-11-23T043434.123Z-appsanywhere", "2026-99-99T999999.999Z-x")
            .tokens("T", "Z-", "-", "9999")
            .covers(RunId.class),
        FuzzTarget.of("history.lock", HistoryFuzzTargets::holder)
            .seed(
                LockHolder.self("check from appsanywhere").bytes(),
                "null\n".getBytes(StandardCharsets.UTF_8))
            .inputs(1000)
            .covers(LockHolder.class, Lock.class));
  }

  private static Object holder(byte[] input) throws IOException {
    try (FileChannel open = FileChannel.open(Scratch.file("lock", input))) {
      return LockHolder.read(open);
    }
  }

  private static Object line(byte[] input) {
    return EntryJson.read(ByteBuffer.wrap(input), any -> true).entry();
  }

  private static Object baseline(byte[] input) {
    return BaselineJson.read(input);
  }

  /** As the next check opens the history. */
  private static Object journal(byte[] input) throws IOException {
    Path root = Scratch.folder().resolve("history");
    Path file = new Layout(root).journal("2026-11-23");
    Files.createDirectories(file.getParent());
    Files.write(file, input);
    new Journal(new HistoryFiles(root), file).repair();
    Archive archive = Archive.of(root);
    StringBuilder out = new StringBuilder();
    for (Series series : archive.series()) {
      out.append(archive.last(series, 3).size()).append(archive.baseline(series).isPresent());
    }
    out.append(archive.find("2026-11-23T043434.123Z-appsanywhere").isPresent());
    RunId.after(archive.newest(), Entries.START, Vantage.CLIENT);
    return out.append(archive.damaged());
  }

  /** The first line is a baseline, the others are runs; what is damaged is left out. */
  private static Object drift(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 100);
    Baseline baseline;
    try {
      baseline = BaselineJson.read(lines[0].getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException damaged) {
      return "no baseline";
    }
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      byte[] bytes = lines[i].getBytes(StandardCharsets.UTF_8);
      BackwardLines.Line line = new BackwardLines.Line(ByteBuffer.wrap(bytes), 0);
      EntryJson.Line read;
      try {
        read = Archive.read(line, any -> true);
      } catch (NewerException e) {
        continue;
      }
      Optional.ofNullable(read).flatMap(EntryJson.Line::entry).ifPresent(entries::add);
    }
    return entries.isEmpty() ? "no run" : drift(baseline, entries);
  }

  private static Object drift(Baseline baseline, List<JournalEntry> entries) {
    JournalEntry latest = entries.get(entries.size() - 1);
    List<JournalEntry> before = entries.subList(0, entries.size() - 1);
    DriftAnalysis.Result result = DriftAnalysis.of(baseline, before, latest);
    EntryJson.write(result.entry());
    Drift.Acceptance by = new Drift.Acceptance("ada", Entries.START);
    BaselineJson.write(Baselines.accepted(latest, Optional.of(baseline), before, by));
    BaselineJson.write(Baselines.learned(baseline, latest));
    Drifts.between(entries.get(0), latest);
    DriftReport report = new DriftReport(ConsoleStyle.PLAIN);
    return report.whole(result.drift(), Optional.empty())
        + report.news(result.drift(), Entries.run(Entries.START, Entries.SERIES, "x"));
  }

  private static Object refused(byte[] input) throws IOException {
    Path path = Scratch.file("refused-svc.json", input);
    FailedLoginFile file =
        FailedLoginFile.read(new HistoryFiles(path.getParent()), path).orElseThrow();
    StringBuilder out = new StringBuilder();
    for (FailedLoginFile.Login login : file.logins()) {
      SlowHash hash = login.hash();
      boolean quick = hash.iterations() < 1000;
      out.append(login.note()).append(quick && hash.matches(hash.with("x".toCharArray())));
    }
    return out;
  }

  private static Object runId(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    if (!RunId.isOne(text)) {
      return "none";
    }
    String next = RunId.after(text, Entries.START, Vantage.CLIENT);
    if (next.compareTo(text) <= 0 || !RunId.isOne(next)) {
      throw new AssertionError(next + " does not follow " + text);
    }
    return RunId.day(text).length();
  }

  private static JournalEntry entry(int number) {
    Instant at = Entries.START.plusSeconds(number);
    String id = "2026-11-23T04343" + number + ".123Z-appsanywhere";
    Map<String, RuleState> rules = Entries.rules("x" + number);
    return new JournalEntry(
        id,
        at,
        Entries.SERIES,
        "0.1.0",
        "web1",
        number % 2 == 0 ? Status.FAIL : Status.PASS,
        false,
        false,
        rules,
        BASIS,
        Entries.entry(id, at, Entries.SERIES, "x" + number).changes());
  }

  private static Baseline baseline() {
    Baseline learned = Entries.baseline(Entries.SERIES, BASIS);
    List<Duration> usual = Collections.nCopies(6, Duration.ofMillis(3));
    return new Baseline(
        learned.series(),
        learned.basis(),
        learned.rules(),
        learned.networks(),
        Map.of("sql.tds", new Baseline.Habit(usual, usual)));
  }

  private static byte[] several(byte[] baseline) {
    byte[] all = baseline;
    for (int i = 0; i < 7; i++) {
      all = joined(all, EntryJson.write(entry(i)));
    }
    return all;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }
}
