package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.verdict.advice.PathText;
import java.util.stream.Stream;

/** What became of connections that were left idle on purpose, where no fault says it. */
final class IdleNotes {
  private IdleNotes() {}

  /** A line for each route that was tested so. */
  static Stream<String> of(RouteResult result) {
    return result
        .finding()
        .withFollowUps()
        .flatMap(finding -> finding.attempts().stream())
        .map(Attempt::outcome)
        .filter(outcome -> !(outcome instanceof Outcome.Failed))
        .flatMap(outcome -> outcome.observations().stream())
        .filter(seen -> seen instanceof Observation.Note note && note.tellsIdle())
        .map(
            seen ->
                PathText.destination(result.finding()) + ": " + ((Observation.Note) seen).text());
  }
}
