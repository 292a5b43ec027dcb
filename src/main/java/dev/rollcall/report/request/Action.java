package dev.rollcall.report.request;

/** What a team is asked to do. */
public enum Action {
  /** Let the traffic pass. */
  ALLOW("add", "allow"),
  /** Block traffic that passes today. */
  DENY("remove", "deny"),
  /** Leave traffic blocked. */
  KEEP_BLOCKED("keep", "deny"),
  /** Correct a setting: the row says which. */
  CORRECT("correct", "correct");

  private final String type;
  private final String word;

  Action(String type, String word) {
    this.type = type;
    this.word = word;
  }

  /** The type of the request. */
  public String type() {
    return type;
  }

  /** The action of the rule that is asked for. */
  public String word() {
    return word;
  }
}
