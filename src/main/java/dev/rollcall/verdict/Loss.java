package dev.rollcall.verdict;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers that came only after a retry: the network loses packets. */
public final class Loss {
  private Loss() {}

  /** One remark for the whole run, without effect on its status. Empty if nothing was retried. */
  public static Optional<Run.Remark> remark(List<RuleResult> results) {
    List<Attempt> all =
        results.stream()
            .map(RuleResult::evidence)
            .filter(Evidence.Probed.class::isInstance)
            .flatMap(evidence -> ((Evidence.Probed) evidence).findings().stream())
            .flatMap(Finding::withFollowUps)
            .flatMap(finding -> finding.attempts().stream())
            .toList();
    long again = all.stream().filter(attempt -> notes(attempt).findAny().isPresent()).count();
    return again == 0
        ? Optional.empty()
        : Optional.of(
            new Run.Remark(
                Status.PASS,
                again
                    + " of "
                    + all.size()
                    + " connections needed a retry: "
                    + (again == 1
                        ? "a packet was lost, or a server was slow"
                        : "this network loses packets")));
  }

  /** A line for each attempt that got an answer only at the second try. */
  static Stream<String> notes(RouteResult standing) {
    return standing
        .finding()
        .withFollowUps()
        .flatMap(
            finding ->
                finding.attempts().stream()
                    .flatMap(Loss::notes)
                    .map(note -> PathText.destination(finding) + ": " + note.text()));
  }

  private static Stream<Observation.Note> notes(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Note.class::isInstance)
        .map(Observation.Note.class::cast)
        .filter(Observation.Note::tellsLoss);
  }
}
