package dev.rollcall.history.entry;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rollcall.document.JsonHead;
import dev.rollcall.document.LineJson;
import dev.rollcall.model.rule.Vantage;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A line of the journal: an entry with the version of its form. */
public final class EntryJson {
  /** Raised by every change that an older reader would misread. */
  private static final int VERSION = 1;

  /**
   * The least length of an entry in bytes. Shorter lines are skipped without a parser, so that
   * thousands of empty lines cost little.
   */
  public static final int SHORTEST = 100;

  private static final Set<String> HEAD = Set.of(JsonHead.VERSION, "run", "catalogue", "vantage");

  private EntryJson() {}

  private record Form(int version, @JsonUnwrapped JournalEntry entry) {}

  /**
   * The content of a line.
   *
   * @param entry empty if the series is not requested
   */
  public record Line(String run, Series series, Optional<JournalEntry> entry) {}

  /** The line, with its line feed. */
  public static byte[] write(JournalEntry entry) {
    return LineJson.write(new Form(VERSION, entry));
  }

  /**
   * Reads a line.
   *
   * @param line in an array
   * @param wanted the series whose rules and changes are read
   * @throws IllegalArgumentException if it is damaged
   * @throws NewerException if a later version wrote it
   */
  public static Line read(ByteBuffer line, Predicate<Series> wanted) {
    Map<String, String> head = JsonHead.of(line, HEAD);
    NewerException.check(head, VERSION);
    String run = head.getOrDefault("run", RunId.NONE);
    String catalogue = head.get("catalogue");
    if (!RunId.isOne(run) || catalogue == null) {
      throw new IllegalArgumentException("not a run of a catalogue");
    }
    Series series = new Series(catalogue, Vantage.named(head.getOrDefault("vantage", "")));
    if (!wanted.test(series)) {
      return new Line(run, series, Optional.empty());
    }
    JournalEntry entry = LineJson.read(line, JournalEntry.class);
    entry.rules().values().forEach(RuleState::checkTimes);
    return new Line(run, series, Optional.of(entry));
  }
}
