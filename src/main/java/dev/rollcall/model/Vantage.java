package dev.rollcall.model;

/** The place in the network from which a run probes. */
public enum Vantage {
  APPSANYWHERE("appsanywhere"),
  CLIENT("client"),
  JUMP_HOST("jump-host"),
  OUTSIDE("outside");

  private final String word;

  Vantage(String word) {
    this.word = word;
  }

  /** The name in files and on the command line. */
  public String word() {
    return word;
  }

  /**
   * The vantage with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Vantage named(String word) {
    for (Vantage vantage : values()) {
      if (vantage.word.equals(word)) {
        return vantage;
      }
    }
    throw new IllegalArgumentException("not a vantage: " + word);
  }
}
