package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Visit;
import java.util.Objects;

/**
 * A visit that has ended.
 *
 * @param network the source's network, which shares its limits: the address itself for IPv4, the
 *     /64 for IPv6
 * @param turnedAway whether a limit ended it before it was served
 * @param healthCheck whether it asked for the site's own health check
 */
public record EndedVisit(Visit visit, String network, boolean turnedAway, boolean healthCheck) {
  public EndedVisit {
    Objects.requireNonNull(visit);
    Objects.requireNonNull(network);
  }
}
