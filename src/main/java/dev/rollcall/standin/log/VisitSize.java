package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.attempt.Observation;

/**
 * How many bytes a visit takes: an upper bound both for its objects in memory and for its part of
 * the JSON document, in which what is not ASCII takes six bytes.
 */
public final class VisitSize {
  /** A visit's own keys, numbers and objects. */
  private static final int VISIT = 500;

  private static final int FACT = 160;

  /** A series' own keys, numbers and objects. */
  static final int SERIES = 800;

  /** One time in a list of times. */
  static final int TIME = 32;

  private VisitSize() {}

  static long of(Visit visit) {
    long size = VISIT + of(visit.source()) + of(visit.target()) + of(visit.ended());
    for (Observation.Fact fact : visit.saw()) {
      size += of(fact);
    }
    return size;
  }

  /** In bytes. */
  public static long of(Observation.Fact fact) {
    return FACT + of(fact.name()) + of(fact.text());
  }

  static long of(String text) {
    long json = 0;
    int width = 1;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      boolean plain = next >= ' ' && next < 0x7f;
      json += plain ? (next == '"' || next == '\\' ? 2 : 1) : 6;
      width = next > 0xff ? 2 : width;
    }
    return Math.max(json, (long) width * text.length());
  }
}
