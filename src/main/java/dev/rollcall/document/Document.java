package dev.rollcall.document;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The top of the run document.
 *
 * @param version of the document; Rollcall's own is {@code rollcall}
 * @param status the run's, derived, for scripts; ignored when read
 */
record Document(
    String format,
    int version,
    String rollcall,
    Status status,
    String catalogue,
    String title,
    Vantage vantage,
    String host,
    Optional<String> site,
    Instant startedAt,
    Duration took,
    boolean interrupted,
    String platform,
    List<Run.Remark> remarks,
    List<RuleResult> results) {

  static Document of(Run run) {
    return new Document(
        RunDocument.FORMAT,
        RunDocument.VERSION,
        run.version(),
        run.status(),
        run.catalogue(),
        run.title(),
        run.vantage(),
        run.host(),
        run.site(),
        run.startedAt(),
        run.took(),
        run.interrupted(),
        run.platform(),
        run.remarks(),
        run.results());
  }

  Run run() {
    return new Run(
        rollcall,
        catalogue,
        title,
        vantage,
        host,
        site,
        startedAt,
        took,
        interrupted,
        platform,
        remarks,
        results);
  }
}
