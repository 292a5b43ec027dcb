package dev.rollcall.report.request;

import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses what a team is asked to do about a name without a usable address. */
final class NameRequests {
  private NameRequests() {}

  /** For the DNS team. */
  static Row.ToDo of(Rule rule, NameEvidence name) {
    Fault fault = name.fault().orElseThrow();
    if (fault.has(Clue.SINKHOLE)) {
      return new Row.ToDo("Take {to} from the block list of the DNS filter.");
    }
    boolean absent = fault.kind() == FaultKind.NAME_NOT_FOUND;
    Optional<String> dangling = absent ? name.dangling() : Optional.empty();
    if (dangling.isPresent()) {
      return new Row.ToDo(
          "Correct the alias {to}: it leads to {seen}, which has no address.", dangling.get());
    }
    String said = said(name);
    if (absent) {
      return new Row.ToDo(
          (rule.judging().external() ? "Make the public name {to} known here" : "Publish {to}")
              + (said.isEmpty() ? "." : "; {seen}."),
          said);
    }
    return new Row.ToDo(
        "Let the name servers answer {from} for {to}" + (said.isEmpty() ? "." : "; {seen}."), said);
  }

  /** For the firewall team, where questions or whole answers are blocked. */
  static Row.ToDo blocked() {
    return new Row.ToDo("Allow {port} from {from} to {to}, and the answers.");
  }

  /** Where questions for the name go. */
  static List<Place> servers(NameEvidence name) {
    return name.servers().stream()
        .map(answer -> new Place(answer.server(), List.of(answer.server()), List.of()))
        .distinct()
        .toList();
  }

  /** Only TCP, if it alone is blocked: a long answer needs it (RFC 7766). */
  static List<Port> ports(NameEvidence name) {
    return name.servers().stream().allMatch(answer -> answer.status() == Status.TCP_BLOCKED)
        ? List.of(Port.tcp(53))
        : List.of(Port.udp(53), Port.tcp(53));
  }

  /** {@code 10.0.0.53 answers NXDOMAIN}. */
  private static String said(NameEvidence name) {
    return name.servers().stream()
        .map(answer -> answer.server() + " " + meaning(answer.status()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String meaning(Status status) {
    return switch (status) {
      case ANSWERED -> "answers without a usable address";
      case NO_DATA -> "has the name, but no address for it";
      case FILTERED -> "says that a filter blocks the name";
      case NXDOMAIN -> "answers NXDOMAIN";
      case SERVFAIL -> "answers SERVFAIL";
      case BOGUS -> "answers SERVFAIL, as its check of DNSSEC fails";
      case REFUSED -> "answers REFUSED";
      case NO_RECURSION -> "does not recurse for this host";
      case BROKEN -> "gives no usable answer";
      case SILENT -> "does not answer";
      case TCP_BLOCKED, TCP_FAILED -> "gives no whole answer, as 53/tcp fails";
      case NOT_LISTENING -> "does not listen";
      case REJECTED -> "is rejected by ICMP on the way";
      case NOT_SENT, NOT_ASKED -> "was not asked";
    };
  }
}
