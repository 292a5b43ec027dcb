package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name servers that answered for any name of a run: their port 53 is open, so silence for one
 * name is theirs.
 *
 * @param addresses of the name servers
 */
public record OpenServers(Set<String> addresses) {
  private static final Set<Status> ANSWERS =
      EnumSet.of(
          Status.ANSWERED,
          Status.NO_DATA,
          Status.NXDOMAIN,
          Status.FILTERED,
          Status.SERVFAIL,
          Status.BOGUS,
          Status.REFUSED,
          Status.NO_RECURSION,
          Status.BROKEN);

  public OpenServers {
    addresses = Set.copyOf(addresses);
  }

  /** Those of all rules of a run. */
  public static OpenServers of(Collection<? extends Evidence> run) {
    return new OpenServers(
        run.stream()
            .filter(Evidence.Probed.class::isInstance)
            .flatMap(evidence -> ((Evidence.Probed) evidence).names().stream())
            .map(NameEvidence::servers)
            .flatMap(Collection::stream)
            .filter(answer -> ANSWERS.contains(answer.status()))
            .map(ServerAnswer::server)
            .collect(Collectors.toSet()));
  }

  /** The advice for a name for which at least one of them was silent. */
  String advice(NameEvidence name) {
    String silent =
        name.servers().stream()
            .filter(this::has)
            .map(ServerAnswer::server)
            .distinct()
            .collect(Collectors.joining(", "));
    return "Ask the DNS team why there is no answer for "
        + name.host()
        + " from "
        + silent
        + ": mostly its forwarders, or the name servers of that zone, do not answer. Other"
        + " names of this run are answered there, so port 53 is open.";
  }

  /** Whether the server is one of them. */
  boolean has(ServerAnswer answer) {
    return answer.status() == Status.SILENT && addresses.contains(answer.server());
  }
}
