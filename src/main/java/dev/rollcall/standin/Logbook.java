package dev.rollcall.standin;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps visits up to a number and counts the others. Those that were turned away fill a small part
 * of it only, so that a flood does not push out what is evidence.
 */
final class Logbook {
  private static final int TURNED_AWAY = 50;

  private final int most;
  private final Consumer<Visit> listener;
  private final long start = System.nanoTime();
  private final List<Visit> visits = new ArrayList<>();
  private int turnedAway;
  private long unlogged;

  Logbook(int most, Consumer<Visit> listener) {
    this.most = most;
    this.listener = listener;
  }

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void keep(Visit visit) {
    add(visit, false);
  }

  /** Keeps a visit that a limit ended before it was served. */
  void keepTurnedAway(Visit visit) {
    add(visit, true);
  }

  private synchronized void add(Visit visit, boolean away) {
    if (visits.size() >= most || (away && turnedAway >= Math.max(1, most / TURNED_AWAY))) {
      unlogged++;
      return;
    }
    turnedAway += away ? 1 : 0;
    visits.add(visit);
    listener.accept(visit);
  }

  /** Those that have ended, in the order of their beginning. */
  synchronized List<Visit> visits() {
    return visits.stream().sorted(Comparator.comparing(StandInLog.Visit::since)).toList();
  }

  synchronized long unlogged() {
    return unlogged;
  }
}
