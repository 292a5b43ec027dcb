package dev.rollcall.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.model.StandInLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The top of a stand-in's log as a document.
 *
 * @param version of the document; Rollcall's own is {@code rollcall}
 */
record LogDocument(
    String format,
    int version,
    String rollcall,
    String host,
    Instant startedAt,
    Duration took,
    @JsonProperty("posts") List<StandInLog.OpenPort> ports,
    List<StandInLog.Visit> visits,
    List<StandInLog.Series> series,
    List<StandInLog.Incident> incidents,
    long unlogged) {

  static LogDocument of(StandInLog log) {
    return new LogDocument(
        StandInDocument.FORMAT,
        StandInDocument.VERSION,
        log.version(),
        log.host(),
        log.startedAt(),
        log.took(),
        log.ports(),
        log.visits(),
        log.series(),
        log.incidents(),
        log.unlogged());
  }

  StandInLog log() {
    return new StandInLog(
        rollcall, host, startedAt, took, ports, visits, series, incidents, unlogged);
  }
}
