package dev.rollcall.document;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The top of the run document, one component for each key: unwrapped records would lose the line
 * and column of a wrong value.
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
    Optional<String> checks,
    Optional<Servers> servers,
    Instant startedAt,
    Duration took,
    boolean interrupted,
    String platform,
    List<Run.Remark> remarks,
    List<RuleResult> results) {

  static Document of(Run run) {
    Run.Origin origin = run.origin();
    return new Document(
        RunDocument.FORMAT,
        RunDocument.VERSION,
        origin.version(),
        run.status(),
        origin.catalogue(),
        origin.title(),
        origin.vantage(),
        origin.host(),
        origin.site(),
        origin.files().checks(),
        origin.servers(),
        run.startedAt(),
        run.took(),
        run.interrupted(),
        origin.platform(),
        run.remarks(),
        run.results());
  }

  Run run() {
    return new Run(
        new Run.Origin(
            rollcall,
            catalogue,
            title,
            vantage,
            host,
            new Run.Files(site, checks),
            servers,
            platform),
        startedAt,
        took,
        interrupted,
        remarks,
        results);
  }
}
