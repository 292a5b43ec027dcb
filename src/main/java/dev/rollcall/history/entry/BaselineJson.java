package dev.rollcall.history.entry;

import dev.rollcall.model.Drift;
import dev.rollcall.model.rule.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A baseline's file. Unknown keys are ignored. */
public final class BaselineJson {
  /** Raised by every change that an older reader would misread. */
  private static final int VERSION = 1;

  private static final String ABOUT =
      "What Rollcall compares its runs with; rollcall drift accept makes another one.";

  private @Nullable String catalogue;
  private @Nullable Vantage vantage;
  private @Nullable String run;
  private @Nullable Instant at;
  private @Nullable String acceptedBy;
  private @Nullable Instant acceptedAt;
  private Map<String, List<String>> networks = Map.of();
  private Map<String, Baseline.Habit> habits = Map.of();
  private @Nullable Map<String, RuleState> rules;

  private BaselineJson() {}

  public static byte[] write(Baseline baseline) {
    Drift.Basis basis = baseline.basis();
    return JsonOut.line(
        out -> {
          out.text("about", ABOUT);
          out.number("version", VERSION);
          out.text("catalogue", baseline.series().catalogue());
          out.text("vantage", baseline.series().vantage().word());
          out.text("run", basis.run());
          out.text("at", basis.at().toString());
          basis
              .accepted()
              .ifPresent(
                  accepted -> {
                    out.text("acceptedBy", accepted.by());
                    out.text("acceptedAt", accepted.at().toString());
                  });
          out.map("networks", new TreeMap<>(baseline.networks()), JsonOut::texts);
          if (!baseline.habits().isEmpty()) {
            out.objects("habits", new TreeMap<>(baseline.habits()), BaselineJson::habit);
          }
          out.objects("rules", baseline.rules(), StateJson::write);
        });
  }

  private static void habit(JsonOut out, Baseline.Habit habit) {
    out.durations("connect", habit.connect());
    out.durations("answer", habit.answer());
  }

  /**
   * Reads a file's content; throws an unchecked exception if it is damaged.
   *
   * @throws NewerException if a later version wrote it
   */
  public static Baseline read(byte[] file) {
    try (JsonIn in = JsonIn.of(file)) {
      BaselineJson baseline = new BaselineJson();
      in.whole(key -> baseline.member(in, key));
      return baseline.baseline();
    }
  }

  /** Missing keys are rejected by the record's constructor. */
  @SuppressWarnings("NullAway")
  private Baseline baseline() {
    Optional<Drift.Acceptance> accepted =
        acceptedBy == null && acceptedAt == null
            ? Optional.empty()
            : Optional.of(new Drift.Acceptance(acceptedBy, acceptedAt));
    return new Baseline(
        new Series(catalogue, vantage),
        new Drift.Basis(run, at, accepted),
        rules,
        networks,
        habits);
  }

  private void member(JsonIn in, String key) {
    switch (key) {
      case "version" -> NewerException.check(in.number(), VERSION);
      case "catalogue" -> catalogue = in.text();
      case "vantage" -> vantage = Vantage.named(in.text());
      case "run" -> run = in.text();
      case "at" -> at = in.instant();
      case "acceptedBy" -> acceptedBy = in.text();
      case "acceptedAt" -> acceptedAt = in.instant();
      case "networks" -> networks = in.map(() -> in.list(in::text));
      case "habits" -> habits = in.map(() -> new HabitIn().read(in));
      case "rules" -> rules = in.map(() -> StateJson.read(in));
      default -> in.skip();
    }
  }

  private static final class HabitIn {
    private List<Duration> connect = List.of();
    private List<Duration> answer = List.of();

    Baseline.Habit read(JsonIn in) {
      in.object(key -> member(in, key));
      return new Baseline.Habit(connect, answer);
    }

    private void member(JsonIn in, String key) {
      switch (key) {
        case "connect" -> connect = in.list(in::duration);
        case "answer" -> answer = in.list(in::duration);
        default -> in.skip();
      }
    }
  }
}
