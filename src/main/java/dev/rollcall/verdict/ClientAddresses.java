package dev.rollcall.verdict;

import dev.rollcall.model.Port;
import dev.rollcall.model.StandInLog.Visit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a server behind the load balancer sees the clients' own addresses. */
public final class ClientAddresses {
  private static final int SHOWN = 5;

  private ClientAddresses() {}

  /**
   * One sentence on a port, from what a stand-in saw there. The balancer is recognised by its
   * health checks.
   */
  public static String sentence(Port port, LogView log) {
    Set<String> balancers = new LinkedHashSet<>();
    List<HealthChecks> checks =
        HealthChecks.of(log).stream().filter(one -> one.port().equals(port)).toList();
    checks.forEach(one -> balancers.add(one.source()));
    Set<String> others = new LinkedHashSet<>();
    Set<String> forwarded = new LinkedHashSet<>();
    boolean through = false;
    for (Visit visit : log.log().visits()) {
      if (visit.port().equals(port) && checks.stream().noneMatch(one -> one.includes(visit, log))) {
        forwarded.addAll(log.clients(visit));
        if (!balancers.contains(visit.source())) {
          others.add(visit.source());
        }
        through |= balancers.contains(visit.source());
      }
    }
    String header = log.header(port).orElse("");
    if (balancers.isEmpty()) {
      return "no health check was recognised on "
          + port
          + ", so the balancer's address is not known"
          + (forwarded.isEmpty() ? "" : "; " + header + " names clients: " + list(forwarded));
    }
    if (!forwarded.isEmpty()) {
      return "client addresses come in " + header + ": " + list(forwarded);
    }
    if (!others.isEmpty()) {
      return "client addresses are preserved, if these came through the balancer: " + list(others);
    }
    return through
        ? "client addresses are not preserved: all visits come from "
            + list(balancers)
            + (header.isEmpty() ? "" : ", and no " + header + " names a client")
        : "not known whether client addresses are preserved: only health checks came to " + port;
  }

  private static String list(Collection<String> addresses) {
    List<String> shown = addresses.stream().limit(SHOWN).toList();
    int more = addresses.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }
}
