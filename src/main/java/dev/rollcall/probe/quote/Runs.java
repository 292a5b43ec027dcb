package dev.rollcall.probe.quote;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** All runs of one length in several texts. It has no toString: the texts are forms of a secret. */
final class Runs {
  private final int length;
  private final Set<String> runs = new HashSet<>();
  private final BitSet first = new BitSet();

  /**
   * @param length of each run
   */
  Runs(int length, String... texts) {
    this.length = length;
    for (String text : texts) {
      for (int at = 0; at + length <= text.length(); at++) {
        runs.add(text.substring(at, at + length));
        first.set(text.charAt(at));
      }
    }
  }

  /** Whether a text contains one of them. */
  boolean in(String text) {
    for (int at = 0; at + length <= text.length(); at++) {
      if (first.get(text.charAt(at)) && runs.contains(text.substring(at, at + length))) {
        return true;
      }
    }
    return false;
  }
}
