package dev.rollcall.standin;

import dev.rollcall.model.StandInLog.Incident;
import dev.rollcall.model.StandInLog.Series;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.path.Port;
import dev.rollcall.standin.log.EndedVisit;
import dev.rollcall.standin.log.Incidents;
import dev.rollcall.standin.log.VisitLog;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The log of all ports, its clock and its listener. */
final class StandInLogger {
  private final VisitLog log;
  private final Incidents incidents = new Incidents();
  private final Consumer<Visit> listener;
  private final long start = System.nanoTime();

  /** The content of the log at one moment. */
  record Snapshot(List<Visit> visits, List<Series> series, long unlogged) {}

  /**
   * @param most bytes that visits take in memory at most
   * @param listener called with each visit
   */
  StandInLogger(long most, Consumer<Visit> listener) {
    this.log = new VisitLog(most);
    this.listener = listener;
  }

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  synchronized void keep(EndedVisit ended) {
    log.add(ended);
    listener.accept(ended.visit());
  }

  /**
   * Records a failure of the stand-in itself. Never throws, not even when memory is short, so that
   * the caller continues.
   *
   * @param what happened on that port because of what was thrown
   */
  void incident(Port port, String what, Throwable thrown) {
    try {
      incidents.add(now(), port + ": " + what + ": " + kind(thrown));
    } catch (OutOfMemoryError e) {
      // Continuing is more important.
    }
  }

  /** Records that a port is not open on an address, which the system does not let be used. */
  void unanswered(String port, String address) {
    incidents.add(now(), port + " is not answered on " + address + PortProblem.UNUSABLE_ADDRESS);
  }

  /** The class only: the message may quote a visitor. */
  static String kind(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  List<Incident> incidents() {
    return incidents.all();
  }

  /** How many visits ended. */
  synchronized long total() {
    return log.total();
  }

  synchronized Snapshot snapshot() {
    List<Series> series = log.series();
    long counted = series.stream().mapToLong(Series::count).sum();
    return new Snapshot(log.visits(), series, log.total() - counted);
  }
}
