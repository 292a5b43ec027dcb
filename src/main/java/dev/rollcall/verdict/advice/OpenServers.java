package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The name servers that answered for any name of a run: their port 53 is open, so silence for one
 * name is theirs.
 *
 * @param addresses of the name servers
 * @param own those of this host that had an answer from another host
 */
public record OpenServers(Set<String> addresses, Set<String> own) {
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
    own = Set.copyOf(own);
  }

  /** Those of all rules of a run. */
  public static OpenServers of(Collection<? extends Evidence> run) {
    List<ServerAnswer> answers =
        run.stream()
            .filter(Evidence.Probed.class::isInstance)
            .flatMap(evidence -> ((Evidence.Probed) evidence).names().stream())
            .map(NameEvidence::servers)
            .flatMap(Collection::stream)
            .filter(answer -> ANSWERS.contains(answer.status()))
            .toList();
    // What it takes from this host's own files has no time to live.
    Predicate<ServerAnswer> fetched =
        answer ->
            answer.fromThisHost()
                && answer.status() == Status.ANSWERED
                && answer.ttl().compareTo(Duration.ZERO) > 0;
    return new OpenServers(servers(answers, answer -> true), servers(answers, fetched));
  }

  private static Set<String> servers(List<ServerAnswer> answers, Predicate<ServerAnswer> chosen) {
    return answers.stream().filter(chosen).map(ServerAnswer::server).collect(Collectors.toSet());
  }

  /** Whether a server of this host has another name's answer from another host. */
  boolean resolve(ServerAnswer answer) {
    return own.contains(answer.server());
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
