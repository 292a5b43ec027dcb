package dev.rollcall.campus.sqlserver;

import java.util.List;
import java.util.Locale;

/**
 * The logins that the stand-in knows, and SQL Server's words for those that it refuses: all named
 * after the sound one, and all with its password.
 *
 * @param user the sound login: {@code appsanywhere_user}
 * @param database what it may open, beside master
 */
record TdsAccounts(String user, String password, String database) {

  /** One message of a refusal. */
  record Refusal(int number, int severity, String message) {}

  /**
   * Judges a login.
   *
   * @return what refuses it, in the order that SQL Server tells it; empty where it is let in
   */
  List<Refusal> judge(String name, String secret, String wanted) {
    String failed = "Login failed for user '" + name + "'.";
    // A locked account is refused before its password is looked at.
    if (is(name, "locked")) {
      return refused(
          18486,
          "Login failed for user '"
              + name
              + "' because the account is currently locked out. The system administrator can"
              + " unlock it.");
    }
    boolean known =
        List.of("user", "plain", "disabled", "expired", "must_change").stream()
            .anyMatch(kind -> is(name, kind));
    if (!known || !secret.equals(password)) {
      return refused(18456, failed);
    }
    if (is(name, "disabled")) {
      return refused(18470, failed + " Reason: The account is disabled.");
    }
    if (is(name, "expired")) {
      return refused(18487, failed + "  Reason: The password of the account has expired.");
    }
    if (is(name, "must_change")) {
      return refused(18488, failed + "  Reason: The password of the account must be changed.");
    }
    if (!wanted.isEmpty()
        && !wanted.equalsIgnoreCase(database)
        && !wanted.equalsIgnoreCase("master")) {
      return List.of(
          new Refusal(
              4060,
              11,
              "Cannot open database \"" + wanted + "\" requested by the login. The login failed."),
          new Refusal(18456, 14, failed));
    }
    return List.of();
  }

  /** Whether the login may look at the server's own state, as an ordinary one may not. */
  boolean maySeeServerState(String name) {
    return !is(name, "plain");
  }

  private boolean is(String name, String kind) {
    String stem = user.substring(0, user.lastIndexOf('_') + 1);
    return name.toLowerCase(Locale.ROOT).equals(stem + kind);
  }

  private static List<Refusal> refused(int number, String message) {
    return List.of(new Refusal(number, 14, message));
  }
}
