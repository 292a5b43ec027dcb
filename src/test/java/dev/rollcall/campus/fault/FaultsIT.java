package dev.rollcall.campus.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.RuleOutcomes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of the campus: exactly the rules behind it change their verdict, each with the phase,
 * the kind and the owner that {@link FaultTable} says. Faults that have no rule and no host in
 * common are on at the same time.
 */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private Map<String, String> sound = Map.of();

  /**
   * One row.
   *
   * @param faults what is switched on
   * @param changed by rule id, given how the rules stand without the fault: {@code STATUS PHASE
   *     KIND OWNER}, or {@code STATUS OWNER} where no fault decides
   */
  record Row(List<String> faults, UnaryOperator<Map<String, String>> changed) {
    /** A fault that changes every rule that is probed. */
    static Row everywhere(String fault, UnaryOperator<String> is) {
      return new Row(
          List.of(fault),
          sound -> {
            Map<String, String> all = new TreeMap<>();
            sound.forEach(
                (id, stands) -> {
                  if (!stands.equals("SKIPPED")) {
                    all.put(id, is.apply(id));
                  }
                });
            return all;
          });
    }

    @Override
    public String toString() {
      return String.join(" + ", faults);
    }
  }

  @BeforeAll
  void withoutFaults() {
    sound = RuleOutcomes.of(Campus.up().check().run());
  }

  @AfterAll
  void clearFaults() {
    Campus.up();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("batches")
  void changesExactlyTheRulesBehindIt(FaultBatches.Batch batch) {
    Campus campus = Campus.up();
    campus.fault(batch.faults());
    Campus.Checked checked = campus.check();
    Map<String, String> changed = new TreeMap<>();
    RuleOutcomes.of(checked.run())
        .forEach(
            (id, now) -> {
              if (!now.equals(sound.get(id))) {
                changed.put(id, now);
              }
            });
    Map<String, String> expected = batch.changed(sound);
    assertEquals(lines(expected), lines(changed), checked.said().out());
    boolean fails = expected.values().stream().anyMatch(is -> is.startsWith("FAIL"));
    assertEquals(fails ? 1 : 0, checked.exit());
  }

  @Test
  void everyRowIsInExactlyOneBatch() {
    List<Row> batched = batches().flatMap(batch -> batch.rows().stream()).toList();
    assertEquals(FaultTable.ROWS.size(), batched.size());
    assertEquals(Set.copyOf(FaultTable.ROWS), Set.copyOf(batched));
  }

  private static String lines(Map<String, String> rules) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(rules).forEach((id, is) -> lines.append(id).append(": ").append(is).append('\n'));
    return lines.toString();
  }

  static Stream<FaultBatches.Batch> batches() {
    return FaultBatches.of(FaultTable.ROWS).stream();
  }
}
