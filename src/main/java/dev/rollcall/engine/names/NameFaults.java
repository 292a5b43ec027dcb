package dev.rollcall.engine.names;

import dev.rollcall.engine.names.NameServers.Both;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a name has no address: the system gives no reason, so its name servers are asked. */
final class NameFaults {
  private NameFaults() {}

  /** Why a host has no address. */
  static Fault ofHost(String host, SystemAnswer system, List<Both> answers) {
    return of(
        "the system's resolver " + system.text(),
        answers.stream().map(Both::together).toList(),
        answers.stream().map(answer -> answer.said(host)));
  }

  /** Why a service has no host. */
  static Fault ofService(String service, List<ServerAnswer> answers) {
    return of("no SRV record", answers, answers.stream().map(answer -> said(service, answer)));
  }

  private static Fault of(String failure, List<ServerAnswer> answers, Stream<String> clauses) {
    boolean absent = answers.stream().anyMatch(NameFaults::denies);
    boolean known = answers.stream().anyMatch(a -> !a.records().isEmpty());
    boolean present = answers.stream().anyMatch(a -> a.status() == Status.ANSWERED);
    String said =
        answers.isEmpty()
            ? "no name server could be asked"
            : clauses.collect(Collectors.joining("; "));
    boolean bypassed = present && !absent;
    boolean cutOff = !answers.isEmpty() && answers.stream().allMatch(NameFaults::isLocal);
    boolean filtered = !known && answers.stream().anyMatch(a -> a.status() == Status.FILTERED);
    FaultKind kind = absent && !known ? FaultKind.NAME_NOT_FOUND : FaultKind.NAME_SERVER_FAILED;
    return new Fault(
        Phase.RESOLVE,
        kind,
        failure + "; " + said,
        bypassed || cutOff
            ? Optional.of(Clue.LOCAL_RESOLVER)
            : filtered ? Optional.of(Clue.SINKHOLE) : Optional.empty());
  }

  static boolean denies(ServerAnswer answer) {
    return switch (answer.status()) {
      case NXDOMAIN, NO_DATA, FILTERED -> true;
      default -> false;
    };
  }

  /** Whether the failure is on this host: no route out, or its own resolver service. */
  private static boolean isLocal(ServerAnswer answer) {
    return switch (answer.status()) {
      case NOT_SENT, NOT_ASKED -> true;
      case NOT_LISTENING, SILENT -> answer.fromThisHost();
      case ANSWERED,
          NO_DATA,
          NXDOMAIN,
          FILTERED,
          SERVFAIL,
          BOGUS,
          REFUSED,
          NO_RECURSION,
          BROKEN,
          REJECTED,
          TCP_BLOCKED,
          TCP_FAILED ->
          false;
    };
  }

  /** The answer of one name server, as a clause. */
  static String said(String host, ServerAnswer answer) {
    String server = answer.server();
    return switch (answer.status()) {
      case ANSWERED -> server + " says " + String.join(", ", answer.records());
      case NXDOMAIN, NO_DATA -> server + " says " + answer.status() + dangling(host, answer);
      case FILTERED -> server + " says that a filter blocks the name (extended DNS error)";
      case SERVFAIL, REFUSED -> server + " says " + answer.status();
      case BOGUS ->
          server
              + " says SERVFAIL, and has an answer where it is asked not to check DNSSEC: the check"
              + " fails";
      case NO_RECURSION -> server + unfinished(host, answer);
      case BROKEN -> server + " says another error, or its answer is not DNS";
      case SILENT -> server + " does not answer";
      case TCP_BLOCKED ->
          server
              + " answers over UDP, but the answer is cut short, and nothing answers a connection"
              + " to its TCP port 53";
      case TCP_FAILED ->
          server
              + " answers over UDP, but the answer is cut short, and its TCP port 53 refuses the"
              + " connection or gives no answer";
      case NOT_LISTENING ->
          "nothing listens on the DNS port of " + server + " (ICMP port unreachable)";
      case REJECTED -> "a device on the path to " + server + " rejects the question (ICMP)";
      case NOT_SENT ->
          "no packet leaves this host for " + server + " (no route, or its own firewall)";
      case NOT_ASKED -> server + " could not be asked: this host had no socket or no thread left";
    };
  }

  private static String unfinished(String host, ServerAnswer answer) {
    return (answer.canonical().isEmpty()
            ? " answers with a referral"
            : " says only that "
                + host
                + " is an alias of "
                + answer.canonical().get(answer.canonical().size() - 1))
        + ", and does not recurse for this host";
  }

  private static String dangling(String host, ServerAnswer answer) {
    if (answer.canonical().isEmpty()) {
      return "";
    }
    String target = answer.canonical().get(answer.canonical().size() - 1);
    return ": "
        + host
        + " is an alias of "
        + target
        + (answer.status() == Status.NXDOMAIN
            ? ", which does not exist"
            : ", which has no address");
  }
}
