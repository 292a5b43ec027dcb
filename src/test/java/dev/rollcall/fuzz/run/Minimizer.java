package dev.rollcall.fuzz.run;

import dev.rollcall.fuzz.mutate.ByteEdits;

/** Makes the input of a finding shorter, as long as the same is found: cheaply, not perfectly. */
final class Minimizer {
  private static final int TRIES = 400;

  private final FuzzFinding finding;
  private int tries;

  Minimizer(FuzzFinding finding) {
    this.finding = finding;
  }

  FuzzFinding smallest() {
    byte[] input = finding.input();
    boolean smaller = !finding.key().equals("allocation");
    while (smaller && tries < TRIES) {
      smaller = false;
      for (int part = Math.max(1, input.length / 2); part >= 1 && tries < TRIES; part /= 2) {
        for (int from = 0; from + part <= input.length && tries < TRIES; ) {
          byte[] without = ByteEdits.joined(input, from, new byte[0], from + part);
          if (finds(without)) {
            input = without;
            smaller = true;
          } else {
            from += part;
          }
        }
      }
    }
    return finding.with(input);
  }

  private boolean finds(byte[] input) {
    tries++;
    try {
      finding.target().body().take(input.clone());
      return false;
    } catch (Throwable thrown) {
      return !finding.target().expects(thrown) && FuzzFinding.key(thrown).equals(finding.key());
    }
  }
}
