package dev.rollcall.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.model.StandInLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The top of a stand-in's log in version 1, which stored a limited number of visits in full; still
 * read, no longer written.
 *
 * @param version of the document; Rollcall's own is {@code rollcall}
 */
record OlderLogDocument(
    String format,
    int version,
    String rollcall,
    String host,
    Instant startedAt,
    Duration took,
    @JsonProperty("posts") List<StandInLog.OpenPort> ports,
    List<StandInLog.Visit> visits,
    long unlogged) {

  StandInLog log() {
    return new StandInLog(rollcall, host, startedAt, took, ports, visits, unlogged);
  }
}
