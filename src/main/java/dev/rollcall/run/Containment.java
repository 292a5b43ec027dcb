package dev.rollcall.run;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.report.Format;
import dev.rollcall.verdict.Defects;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Contains a defect in one rule. A rule that a report cannot show or the history cannot store
 * becomes INTERNAL in every report, in the history and in the exit code, without the evidence that
 * triggered the defect.
 */
public final class Containment {
  private Containment() {}

  /**
   * Something that a run is used for.
   *
   * @param doing what it is, to follow "Rollcall failed while"
   * @param work a dry run of the use: changes nothing, and throws where the use would
   */
  public record Use(String doing, Consumer<Run> work) {
    /** Rendering of a report. */
    public static Use report(Format format, Consumer<Run> render) {
      return new Use("writing the " + format.word() + " report", render);
    }

    private Optional<Throwable> defect(Run run) {
      try {
        work.accept(run);
        return Optional.empty();
      } catch (RuntimeException | Error e) {
        return Optional.of(e);
      }
    }
  }

  /**
   * The run in a form that all uses accept. A failure that no single rule causes is left for the
   * use itself to report.
   */
  public static Run of(Run run, List<Use> uses) {
    Run contained = run;
    for (Use use : uses) {
      if (use.defect(contained).isPresent() && use.defect(run.withResults(List.of())).isEmpty()) {
        contained = without(contained, use);
      }
    }
    return contained;
  }

  private static Run without(Run run, Use use) {
    UnaryOperator<RuleResult> replaced =
        result ->
            use.defect(run.withResults(List.of(result)))
                .map(defect -> internal(result, use, defect))
                .orElse(result);
    return run.withResults(run.results().stream().map(replaced).toList());
  }

  private static RuleResult internal(RuleResult result, Use use, Throwable defect) {
    return new RuleResult(
        result.rule(),
        new Evidence.Probed(List.of(), List.of(), true),
        Defects.verdict(result.rule(), Fault.internal(Phase.EXCHANGE, use.doing(), defect))
            .withRemark("it was " + result.verdict().status() + " before"),
        result.wall());
  }
}
