package dev.rollcall.probe;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Waits for the greeting of a server, or for its answer to a client's. It may be slow: a pause
 * against spammers, an ident query or a reverse lookup comes first. RFC 5321 §4.5.3.2 allows five
 * minutes. Rollcall waits four times as long as for other answers, 30 s at most, and as long as for
 * other answers at least. That time is not taken from the time for what comes next. Time that the
 * attempt waits for this host does not count.
 */
public final class GreetingWait {
  private static final int TIMES = 4;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Session session;
  private final String name;
  private final Duration patience;
  private Duration left;

  /**
   * @param name what it is called in this protocol: {@code greeting}
   */
  public GreetingWait(Session session, String name) {
    this.session = session;
    this.name = name;
    this.patience = patience(session.deadline().whole());
    this.left = patience;
  }

  static Duration patience(Duration timeout) {
    Duration longer = timeout.multipliedBy(TIMES);
    Duration most = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    return most.compareTo(timeout) < 0 ? timeout : most;
  }

  /**
   * Waits for a byte with the normal timeout.
   *
   * @return whether one came; the end of the stream counts as one
   */
  public boolean soon(Connection connection) throws IOException {
    return came(connection, session.deadline().whole());
  }

  /**
   * Waits for a byte with what is left of the timeout of a greeting. Call it before each line at
   * least: some servers send the first line at once, and then pause.
   *
   * @throws ProbeException TIMED_OUT with the clue SLOW_GREETING, if none comes
   */
  public void await(Connection connection) throws IOException, ProbeException {
    if (!patiently(connection)) {
      throw new ProbeException(
          new Fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, evidence(), Clue.SLOW_GREETING));
    }
  }

  /**
   * Waits for a byte with what is left of the timeout of a greeting.
   *
   * @return whether one came; the end of the stream counts as one
   */
  public boolean patiently(Connection connection) throws IOException {
    return came(connection, left);
  }

  private boolean came(Connection connection, Duration most) throws IOException {
    return session.budget().beyondDeadline(most, () -> within(connection, most));
  }

  /** Counts only time in which the deadline runs. */
  private boolean within(Connection connection, Duration most) throws IOException {
    Duration before = session.deadline().remaining();
    boolean came = connection.await(most);
    Duration took = came ? before.minus(session.deadline().remaining()) : most;
    Duration rest = left.minus(took);
    left = rest.isNegative() ? Duration.ZERO : rest;
    return came;
  }

  /** How long it has waited for the server in all. */
  public Duration waited() {
    return patience.minus(left);
  }

  /** How long it still waits. */
  public Duration left() {
    return left;
  }

  private String evidence() {
    return "the connection is open, and no whole "
        + name
        + " came in "
        + Times.seconds(patience.truncatedTo(ChronoUnit.MILLIS))
        + " s: the server is slow to greet (a pause before the greeting, a slow reverse look-up),"
        + " or it hangs";
  }
}
