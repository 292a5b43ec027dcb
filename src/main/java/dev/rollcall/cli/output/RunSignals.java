package dev.rollcall.cli.output;

import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.NagiosState;
import dev.rollcall.run.Interruption;
import java.util.List;

/** What a signal means for a check: a monitoring system gets a state of its own in any case. */
public final class RunSignals implements AutoCloseable {
  private static final String EARLY = "interrupted before the first probe";

  private final boolean monitored;
  private final Streams streams;
  private final Interruption interruption;

  /**
   * Waits for signals from now on.
   *
   * @param monitored whether a monitoring system reads standard output, and knows no exit code but
   *     Nagios's own
   */
  public RunSignals(boolean monitored, Streams streams) {
    this.monitored = monitored;
    this.streams = streams;
    this.interruption = new Interruption(this::early);
    if (monitored) {
      interruption.exitsWith(NagiosState.UNKNOWN.code());
    }
  }

  private void early() {
    if (monitored) {
      streams.out().writeBytes(NagiosReport.unknown(List.of(EARLY)));
      streams.out().flush();
    } else {
      streams.err().println(EARLY + "; no report");
    }
  }

  /** The run begins, as {@link Interruption#begin} says. */
  public void begin(Runnable stop) {
    interruption.begin(stop);
  }

  /**
   * Everything is written: a failure takes precedence over a signal, and so does every state that a
   * monitoring system is told.
   *
   * @param code without the failures
   * @return the exit code, where no signal came
   */
  public int end(Failures failures, int code) {
    if (monitored && failures.isEmpty()) {
      interruption.exitsWith(code);
    } else if (!monitored && !failures.isEmpty()) {
      interruption.exitsWith(failures.code());
    }
    return failures.isEmpty() ? code : failures.code();
  }

  /** The run has ended, as {@link Interruption#close} says. */
  @Override
  public void close() {
    interruption.close();
  }
}
