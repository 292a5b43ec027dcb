package dev.rollcall.probe.idle;

/** Whether a protocol's connection can idle and then be asked again. */
public enum Idling {
  /** No: there is no connection, or nothing harmless to ask a second time. */
  NEVER("the protocol has no question that can be asked twice on one connection"),
  /** Yes, without credentials. */
  ANONYMOUS(""),
  /** Yes, once a login was accepted: servers end other connections by themselves. */
  LOGGED_IN("the server ends connections without a login, and no login was accepted");

  private final String obstacle;

  Idling(String obstacle) {
    this.obstacle = obstacle;
  }

  /** Why a rule without a login cannot be tested, as a clause; empty if it can. */
  public String obstacle() {
    return obstacle;
  }
}
