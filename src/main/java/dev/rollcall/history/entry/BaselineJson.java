package dev.rollcall.history.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import dev.rollcall.document.JsonHead;
import dev.rollcall.document.LineJson;
import dev.rollcall.model.Drift;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A baseline's file. */
public final class BaselineJson {
  /** Raised by every change that an older reader would misread. */
  private static final int VERSION = 1;

  private static final String ABOUT =
      "What Rollcall compares its runs with; rollcall drift accept makes another one.";

  private BaselineJson() {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Form(
      String about,
      int version,
      @JsonUnwrapped Series series,
      String run,
      Instant at,
      Optional<String> acceptedBy,
      Optional<Instant> acceptedAt,
      Map<String, List<String>> networks,
      Map<String, Baseline.Habit> habits,
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) @JsonInclude
          Map<String, RuleState> rules) {

    static Form of(Baseline baseline) {
      Drift.Basis basis = baseline.basis();
      return new Form(
          ABOUT,
          VERSION,
          baseline.series(),
          basis.run(),
          basis.at(),
          basis.accepted().map(Drift.Acceptance::by),
          basis.accepted().map(Drift.Acceptance::at),
          new TreeMap<>(baseline.networks()),
          new TreeMap<>(baseline.habits()),
          baseline.rules());
    }

    Baseline baseline() {
      Optional<Drift.Acceptance> accepted =
          acceptedBy.flatMap(by -> acceptedAt.map(when -> new Drift.Acceptance(by, when)));
      if (acceptedBy.isPresent() != acceptedAt.isPresent()) {
        throw new IllegalArgumentException("acceptedBy and acceptedAt stand together");
      }
      rules.values().forEach(RuleState::checkTimes);
      habits.values().forEach(Baseline.Habit::checkTimes);
      return new Baseline(series, new Drift.Basis(run, at, accepted), rules, networks, habits);
    }
  }

  public static byte[] write(Baseline baseline) {
    return LineJson.write(Form.of(baseline));
  }

  /**
   * Reads a file's content.
   *
   * @throws RuntimeException if it is damaged
   * @throws NewerException if a later version wrote it
   */
  public static Baseline read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    NewerException.check(JsonHead.of(bytes, Set.of(JsonHead.VERSION)), VERSION);
    return LineJson.read(bytes, Form.class).baseline();
  }
}
