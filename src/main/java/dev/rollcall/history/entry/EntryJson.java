package dev.rollcall.history.entry;

import dev.rollcall.model.Change;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A line of the journal. Unknown keys are ignored. */
public final class EntryJson {
  /** Raised by every change that an older reader would misread. */
  private static final int VERSION = 1;

  /**
   * The least length of an entry in bytes. Shorter lines are skipped without a parser, so that
   * thousands of empty lines cost little.
   */
  public static final int SHORTEST = 100;

  private final JsonIn in;
  private final Predicate<Series> wanted;
  private @Nullable String run;
  private @Nullable Instant at;
  private @Nullable String catalogue;
  private @Nullable Vantage vantage;
  private @Nullable String rollcall;
  private @Nullable String host;
  private @Nullable Status status;
  private boolean interrupted;
  private boolean narrowed;
  private @Nullable String baseline;
  private List<JournalEntry.Noted> changes = List.of();
  private @Nullable Map<String, RuleState> rules;

  private EntryJson(JsonIn in, Predicate<Series> wanted) {
    this.in = in;
    this.wanted = wanted;
  }

  /**
   * The content of a line.
   *
   * @param entry empty if the series is not requested
   */
  public record Line(String run, Series series, Optional<JournalEntry> entry) {}

  /** The line, with its line feed. */
  public static byte[] write(JournalEntry entry) {
    return JsonOut.line(
        out -> {
          out.number("version", VERSION);
          out.text("run", entry.run());
          out.text("at", entry.at().toString());
          out.text("catalogue", entry.series().catalogue());
          out.text("vantage", entry.series().vantage().word());
          out.text("rollcall", entry.rollcall());
          out.text("host", entry.host());
          out.text("status", entry.status().name());
          out.flag("interrupted", entry.interrupted());
          out.flag("narrowed", entry.narrowed());
          out.text("baseline", entry.baseline());
          out.objects("changes", entry.changes(), EntryJson::change);
          out.objects("rules", entry.rules(), StateJson::write);
        });
  }

  private static void change(JsonOut out, JournalEntry.Noted noted) {
    Change change = noted.change();
    out.text("rule", change.rule());
    out.text("aspect", change.aspect().name());
    out.text("subject", change.subject());
    out.text("before", change.before());
    out.text("now", change.now());
    out.text("rank", change.rank().name());
    out.text("since", noted.since().toString());
    out.flag("stands", noted.stands());
    out.flag("flapping", noted.flapping());
  }

  /**
   * Reads a line; throws an unchecked exception if it is damaged.
   *
   * @param line in an array
   * @param wanted the series whose rules and changes are read
   * @throws NewerException if a later version wrote it
   */
  public static Line read(ByteBuffer line, Predicate<Series> wanted) {
    try (JsonIn in = JsonIn.of(line)) {
      EntryJson entry = new EntryJson(in, wanted);
      in.whole(entry::member);
      return entry.line();
    }
  }

  /** Missing keys are rejected by the record's constructor. */
  @SuppressWarnings("NullAway")
  private Line line() {
    Series series = new Series(catalogue, vantage);
    JournalEntry entry =
        wanted.test(series)
            ? new JournalEntry(
                run,
                at,
                series,
                rollcall,
                host,
                status,
                interrupted,
                narrowed,
                rules,
                baseline,
                changes)
            : null;
    if (!RunId.isOne(run)) {
      throw new IllegalArgumentException("not the id of a run");
    }
    return new Line(run, series, Optional.ofNullable(entry));
  }

  private void member(String key) {
    switch (key) {
      case "version" -> NewerException.check(in.number(), VERSION);
      case "run" -> run = in.text();
      case "at" -> at = in.instant();
      case "catalogue" -> catalogue = in.text();
      case "vantage" -> vantage = Vantage.named(in.text());
      case "rollcall" -> rollcall = in.text();
      case "host" -> host = in.text();
      case "status" -> status = in.word(Status.class);
      case "interrupted" -> interrupted = in.flag();
      case "narrowed" -> narrowed = in.flag();
      case "baseline" -> baseline = in.text();
      case "changes" -> {
        if (mayBeWanted()) {
          changes = in.list(() -> new NotedIn().read(in));
        } else {
          in.skip();
        }
      }
      case "rules" -> {
        if (mayBeWanted()) {
          rules = in.map(() -> StateJson.read(in));
        } else {
          in.skip();
        }
      }
      default -> in.skip();
    }
  }

  private boolean mayBeWanted() {
    return catalogue == null || vantage == null || wanted.test(new Series(catalogue, vantage));
  }

  private static final class NotedIn {
    private @Nullable String rule;
    private Change.@Nullable Aspect aspect;
    private String subject = "";
    private @Nullable String before;
    private @Nullable String now;
    private Change.@Nullable Rank rank;
    private @Nullable Instant since;
    private boolean stands;
    private boolean flapping;

    @SuppressWarnings("NullAway")
    JournalEntry.Noted read(JsonIn in) {
      in.object(key -> member(in, key));
      return new JournalEntry.Noted(
          new Change(rule, aspect, subject, before, now, rank), since, stands, flapping);
    }

    private void member(JsonIn in, String key) {
      switch (key) {
        case "rule" -> rule = in.text();
        case "aspect" -> aspect = in.word(Change.Aspect.class);
        case "subject" -> subject = in.text();
        case "before" -> before = in.text();
        case "now" -> now = in.text();
        case "rank" -> rank = in.word(Change.Rank.class);
        case "since" -> since = in.instant();
        case "stands" -> stands = in.flag();
        case "flapping" -> flapping = in.flag();
        default -> in.skip();
      }
    }
  }
}
