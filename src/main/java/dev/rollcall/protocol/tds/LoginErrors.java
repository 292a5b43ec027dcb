package dev.rollcall.protocol.tds;

import com.microsoft.sqlserver.jdbc.SQLServerError;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of SQL Server's error numbers for a login. Servers often send two, the more specific
 * one first: 4060 and then 18456.
 */
final class LoginErrors {
  /** The most errors of one answer that are read. */
  private static final int MOST = 8;

  private static final int LARGEST = 65_535;

  private LoginErrors() {}

  /**
   * The fault that the server reported; empty if none.
   *
   * @param quotes makes the server's text safe to quote
   */
  static Optional<ProbeException> told(SQLException thrown, Quotes quotes) {
    List<SQLServerError> errors = new ArrayList<>();
    SQLException next = thrown;
    for (int i = 0; i < MOST && next != null; i++) {
      if (next instanceof SQLServerException told && told.getSQLServerError() != null) {
        errors.add(told.getSQLServerError());
      }
      next = next.getNextException();
    }
    return errors.stream()
        .filter(error -> clue(error).isPresent() && !general(error))
        .findFirst()
        .or(() -> errors.stream().findFirst())
        .map(error -> fault(error, quotes));
  }

  private static boolean general(SQLServerError error) {
    return clue(error).filter(Clue.CREDENTIALS::equals).isPresent();
  }

  /**
   * A server's own errors end at 50,000; a number of 32 bits could contain four letters of a
   * secret.
   */
  static String number(int error) {
    return error >= 0 && error <= LARGEST ? Integer.toString(error) : "an error of its own";
  }

  private static ProbeException fault(SQLServerError error, Quotes quotes) {
    String evidence =
        "SQL Server says "
            + number(error.getErrorNumber())
            + ", state "
            + (error.getErrorState() & 0xff)
            + ": "
            + quotes.text(error.getErrorMessage());
    return new ProbeException(
        new Fault(Phase.AUTHENTICATE, FaultKind.DENIED, evidence, clue(error)));
  }

  private static Optional<Clue> clue(SQLServerError error) {
    return Optional.ofNullable(
        switch (error.getErrorNumber()) {
          case 18456 -> failed(error.getErrorState());
          // Not from a trusted domain; SQL Server logins are disabled.
          case 18452 -> Clue.ACCOUNT_RESTRICTED;
          case 18470 -> Clue.ACCOUNT_DISABLED;
          case 18486 -> Clue.ACCOUNT_LOCKED;
          case 18487, 18488 -> Clue.PASSWORD_EXPIRED;
          // Database cannot be opened, does not exist, or is an unavailable default.
          case 4060, 911, 4062, 4063, 4064 -> Clue.NO_DATABASE;
          // No user in the database; no permission.
          case 916, 229, 297, 300 -> Clue.ACCESS_DENIED;
          default -> null;
        });
  }

  /** The states of 18456, which servers mostly hide behind 1. */
  private static Clue failed(int state) {
    return switch (state) {
      case 7 -> Clue.ACCOUNT_DISABLED;
      case 11, 12, 58 -> Clue.ACCOUNT_RESTRICTED;
      case 18 -> Clue.PASSWORD_EXPIRED;
      case 38, 40, 46 -> Clue.NO_DATABASE;
      default -> Clue.CREDENTIALS;
    };
  }
}
