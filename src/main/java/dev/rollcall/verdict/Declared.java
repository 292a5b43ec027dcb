package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.VisitFacts;
import java.util.Map;

/** What protocols declare about themselves, by the word that catalogues use for them. */
public interface Declared {
  /** Nothing is declared. */
  Declared NOTHING =
      new Declared() {
        @Override
        public Map<Clue, String> advice(String protocol) {
          return Map.of();
        }

        @Override
        public VisitFacts visitFacts(String protocol) {
          return VisitFacts.NONE;
        }
      };

  /**
   * Rows of advice that fit the protocol better than the general ones: see {@link ClueAdvice}.
   *
   * @return empty for a protocol that has none, or that is not known
   */
  Map<Clue, String> advice(String protocol);

  /** What its stand-in notes of a visit; none for a protocol that is not known. */
  VisitFacts visitFacts(String protocol);
}
