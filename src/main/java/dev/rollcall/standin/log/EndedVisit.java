package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.VisitFacts;
import java.util.Objects;
import java.util.Optional;

/**
 * A visit that has ended.
 *
 * @param asked what it asked for; empty if nothing
 * @param fromRollcall whether Rollcall itself asked
 * @param network the source's network, which shares its limits: the address itself for IPv4, the
 *     /64 for IPv6
 * @param turnedAway whether a limit ended it before it was served
 * @param healthCheck whether it asked for the site's own health check
 */
public record EndedVisit(
    Visit visit,
    String asked,
    boolean fromRollcall,
    String network,
    boolean turnedAway,
    boolean healthCheck) {
  public EndedVisit {
    Objects.requireNonNull(visit);
    Objects.requireNonNull(asked);
    Objects.requireNonNull(network);
  }

  /**
   * A visit, read as its protocol declares.
   *
   * @param health path of the site's health check, where it is known
   */
  public static EndedVisit of(
      Visit visit, VisitFacts facts, Optional<String> health, String network, boolean turnedAway) {
    String asked = facts.asked(visit);
    return new EndedVisit(
        visit,
        asked,
        facts.fromRollcall(visit),
        network,
        turnedAway,
        health.filter(asked::equals).isPresent());
  }
}
