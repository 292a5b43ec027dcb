package dev.rollcall.model;

/** Where we stand when we probe. */
public enum Vantage {
  APPSANYWHERE("appsanywhere"),
  CLIENT("client"),
  JUMP_HOST("jump-host"),
  OUTSIDE("outside");

  private final String word;

  Vantage(String word) {
    this.word = word;
  }

  /** The word that files and the command line use. */
  public String word() {
    return word;
  }

  /**
   * The vantage of that word.
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
