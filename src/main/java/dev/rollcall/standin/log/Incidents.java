package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Incident;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Failures of the stand-in itself; equal texts are counted. */
public final class Incidents {
  private static final int MOST = 32;
  private static final String OTHERS = "other incidents";

  private final Map<String, Incident> incidents = new LinkedHashMap<>();

  /**
   * Adds one, or counts it where there are too many different ones.
   *
   * @param now from the log's start
   */
  public synchronized void add(Duration now, String text) {
    boolean room = incidents.containsKey(text) || incidents.size() < MOST;
    incidents.merge(
        room ? text : OTHERS,
        new Incident(now, now, 1, room ? text : OTHERS),
        (old, fresh) -> new Incident(old.since(), now, old.count() + 1, old.text()));
  }

  /** In the order of their first time. */
  public synchronized List<Incident> all() {
    return List.copyOf(incidents.values());
  }
}
