package dev.rollcall.catalogue.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the probably intended word. */
public final class SpellingHint {
  private SpellingHint() {}

  /** {@code " (did you mean 'x'?)"}, or nothing where no word is near. */
  public static String hint(String word, Collection<String> candidates) {
    return match(word, candidates).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  /** The candidate with the fewest edits, if they are few for the word's length. */
  public static Optional<String> match(String word, Collection<String> candidates) {
    if (word.length() > 100) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> apart(lower, candidate) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> apart(lower, candidate)));
  }

  private static int apart(String lower, String candidate) {
    return distance(lower, candidate.toLowerCase(Locale.ROOT));
  }

  /** Edits between two words: insert, delete, replace, or swap two neighbours. */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        cost[i][j] =
            Math.min(
                cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[left.length()][right.length()];
  }
}
