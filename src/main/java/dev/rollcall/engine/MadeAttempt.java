package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.probe.Session;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of an attempt.
 *
 * @param attempt empty if the run ended meanwhile
 * @param waiting how long it had waited, if the run ended meanwhile
 * @param cut whether it was aborted at its deadline
 */
record MadeAttempt(Optional<Attempt> attempt, Optional<String> waiting, boolean cut) {
  static MadeAttempt of(Attempt attempt, boolean cut) {
    return new MadeAttempt(Optional.of(attempt), Optional.empty(), cut);
  }

  /** The same with a first attempt, which it repeats. */
  MadeAttempt after(Attempt first) {
    return of(attempt.map(second -> SecondAttempt.merged(first, second)).orElse(first), false);
  }

  /** It was in progress. */
  static MadeAttempt unfinished(Session session, long start, boolean cut) {
    String waited =
        String.format(
            Locale.ROOT,
            "%s: it had waited %.1f s, in phase %s",
            Finding.UNDER_WAY,
            (System.nanoTime() - start) / 1e9,
            session.phase());
    return new MadeAttempt(Optional.empty(), Optional.of(waited), cut);
  }
}
