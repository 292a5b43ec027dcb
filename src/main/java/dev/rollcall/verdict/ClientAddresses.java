package dev.rollcall.verdict;

import dev.rollcall.model.Observation;
import dev.rollcall.model.Port;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Visit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a server behind the load balancer sees the clients' own addresses. */
public final class ClientAddresses {
  private static final String FORWARDED = "http.forwarded-for";
  private static final int SHOWN = 5;

  private ClientAddresses() {}

  /**
   * One sentence on a port, from what a stand-in saw there. The balancer is recognised by its
   * health checks.
   */
  public static String sentence(Port port, StandInLog log) {
    Set<String> balancers = new LinkedHashSet<>();
    List<HealthChecks> checks =
        HealthChecks.of(log).stream().filter(one -> one.port().equals(port)).toList();
    checks.forEach(one -> balancers.add(one.source()));
    Set<String> others = new LinkedHashSet<>();
    Set<String> forwarded = new LinkedHashSet<>();
    boolean through = false;
    for (Visit visit : log.visits()) {
      if (visit.port().equals(port) && checks.stream().noneMatch(one -> one.includes(visit))) {
        Set<String> named = named(visit);
        forwarded.addAll(named);
        if (!balancers.contains(visit.source())) {
          others.add(visit.source());
        }
        through |= balancers.contains(visit.source());
      }
    }
    if (balancers.isEmpty()) {
      return "no health check was recognised on "
          + port
          + ", so the balancer's address is not known"
          + (forwarded.isEmpty() ? "" : "; X-Forwarded-For names clients: " + list(forwarded));
    }
    if (!forwarded.isEmpty()) {
      return "client addresses come in X-Forwarded-For: " + list(forwarded);
    }
    if (!others.isEmpty()) {
      return "client addresses are preserved, if these came through the balancer: " + list(others);
    }
    return through
        ? "client addresses are not preserved: all visits come from "
            + list(balancers)
            + ", and no X-Forwarded-For names a client"
        : "not known whether client addresses are preserved: only health checks came to " + port;
  }

  private static Set<String> named(Visit visit) {
    Set<String> named = new LinkedHashSet<>();
    for (Observation.Fact fact : visit.saw()) {
      if (fact.name().equals(FORWARDED)) {
        named.add(fact.text());
      }
    }
    return named;
  }

  private static String list(Collection<String> addresses) {
    List<String> shown = addresses.stream().limit(SHOWN).toList();
    int more = addresses.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }
}
