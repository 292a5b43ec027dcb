package dev.rollcall.verdict.witness;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.path.Port;
import dev.rollcall.verdict.advice.Declared;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A stand-in's log, and what its protocols declare about the facts in it. */
public record LogView(StandInLog log, Declared declared) {
  public LogView {
    Objects.requireNonNull(log);
    Objects.requireNonNull(declared);
  }

  /** What was asked for; empty if nothing. */
  String asked(Visit visit) {
    return facts(visit).asked(visit);
  }

  /** Whether a run of Rollcall asked. */
  boolean fromRollcall(Visit visit) {
    return facts(visit).fromRollcall(visit);
  }

  /** The addresses of clients as a device before the stand-in passed them on. */
  List<String> clients(Visit visit) {
    return facts(visit).clients(visit);
  }

  /** What such a device would pass it on in; empty if the port's protocol has no place for it. */
  Optional<String> header(Port port) {
    return log.ports().stream()
        .filter(open -> open.port().equals(port))
        .map(open -> declared.visitFacts(open.protocol()).header())
        .filter(header -> !header.isEmpty())
        .findFirst();
  }

  private VisitFacts facts(Visit visit) {
    return declared.visitFacts(visit.protocol());
  }
}
