package dev.rollcall.history.store;

import dev.rollcall.history.entry.RunId;
import dev.rollcall.history.entry.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The paths in a history's folder. */
public record Layout(Path root) {
  static final String BASELINE = "baseline-";
  private static final String DOCUMENT = ".json.gz";
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final int LONGEST = 60;

  /** Its lock, runs and baselines, the notes on logins, the key of pseudonyms, temporary files. */
  private static final Pattern OWN =
      Pattern.compile("lock|runs|bundle\\.key|(baseline|login|refused)-.*|\\..*\\.tmp");

  /**
   * Whether a file in a history's folder has a name that the history itself uses.
   *
   * @param root the folder, and
   * @param file the file, both absolute and without links
   */
  public static boolean owns(Path root, Path file) {
    return file.startsWith(root)
        && !file.equals(root)
        && OWN.matcher(root.relativize(file).getName(0).toString()).matches();
  }

  /** How the files are opened. */
  HistoryFiles files() {
    return new HistoryFiles(root);
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path runs() {
    return root.resolve("runs");
  }

  Path day(String day) {
    return runs().resolve(day);
  }

  public Path journal(String day) {
    return day(day).resolve("journal.jsonl");
  }

  Path document(String run) {
    return day(RunId.day(run)).resolve(run + DOCUMENT);
  }

  /** A file name that people recognise and that is unique for every catalogue. */
  Path baseline(Series series) {
    return baseline(series, NameDigits::of);
  }

  /** The name in earlier versions, which the file of another catalogue may have. */
  Path formerBaseline(Series series) {
    return baseline(series, NameDigits::former);
  }

  private Path baseline(Series series, UnaryOperator<String> digits) {
    String name = series.catalogue();
    String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
    String shown = safe.substring(0, Math.min(LONGEST, safe.length()));
    String part = shown.equals(name) ? shown : shown + "-" + digits.apply(name);
    return root.resolve(BASELINE + part + "-" + series.vantage().word() + ".json");
  }

  List<Path> baselines() throws IOException {
    return files().list(root, BASELINE + "*.json");
  }

  /** The days that have runs; links are ignored. */
  Days days(Instant now) throws IOException {
    List<String> names = files().folders(runs(), "????-??-??");
    return Days.of(names.stream().filter(Layout::isDate).toList(), now);
  }

  private static boolean isDate(String name) {
    try {
      return DAY.matcher(name).matches() && LocalDate.parse(name) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** The day's runs that have a document, oldest first. */
  List<String> documents(String day) throws IOException {
    List<String> runs = new ArrayList<>();
    for (Path file : files().list(day(day), "*" + DOCUMENT)) {
      run(file).ifPresent(runs::add);
    }
    runs.sort(Comparator.naturalOrder());
    return runs;
  }

  private static Optional<String> run(Path document) {
    String name = document.getFileName().toString();
    String run = name.substring(0, name.length() - DOCUMENT.length());
    return RunId.isOne(run) ? Optional.of(run) : Optional.empty();
  }
}
