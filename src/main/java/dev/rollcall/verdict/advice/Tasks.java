package dev.rollcall.verdict.advice;

import dev.rollcall.model.Verdict.Task;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who must act on each failing address and name of a rule. */
public final class Tasks {
  private Tasks() {}

  /**
   * One task for each failing address and name; none if all are for the same owner.
   *
   * @param problems of the failures, then of the names, one each
   */
  public static List<Task> of(
      Rule rule, List<Failure> failures, List<NameEvidence> names, List<Problem> problems) {
    int first = failures.size();
    List<Task> tasks =
        Stream.concat(
                IntStream.range(0, first).mapToObj(i -> task(failures.get(i), problems.get(i))),
                IntStream.range(0, names.size())
                    .mapToObj(i -> task(rule, names.get(i), problems.get(first + i))))
            .distinct()
            .toList();
    return tasks.stream().map(Task::owner).distinct().count() > 1 ? tasks : List.of();
  }

  private static Task task(Failure failure, Problem problem) {
    Route route = failure.at().route();
    return new Task(
        problem.owner(), route.target(), Optional.of(route.dialled().address()), problem.advice());
  }

  private static Task task(Rule rule, NameEvidence name, Problem problem) {
    return new Task(
        problem.owner(), new Target(name.host(), rule.port()), Optional.empty(), problem.advice());
  }
}
