package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Advice for a name without a usable address. */
public final class NameAdvice {
  /** What to ask of name servers that answered, by how they did. */
  private static final Map<Status, String> REQUESTS = requests();

  private static final Set<Status> SILENCES =
      Set.of(
          Status.SILENT,
          Status.TCP_BLOCKED,
          Status.TCP_FAILED,
          Status.NOT_LISTENING,
          Status.REJECTED);

  private NameAdvice() {}

  private static Map<Status, String> requests() {
    Map<Status, String> requests = new EnumMap<>(Status.class);
    requests.put(
        Status.REFUSED,
        "Ask the DNS team to allow queries from this host, with recursion, on {servers}: they are"
            + " refused. Port 53 is open.");
    requests.put(
        Status.SERVFAIL,
        "Ask the DNS team why {host} cannot be resolved by {servers} (SERVFAIL): mostly its"
            + " forwarders, or the name servers of that zone, do not answer. Port 53 is open.");
    requests.put(
        Status.BOGUS,
        "Ask the DNS team to have the DNSSEC signatures of the zone of {host} corrected by its"
            + " owner: the name is found, and the check of DNSSEC on {servers} rejects the answer."
            + " If other signed names fail too, check the clock and the trust anchor of"
            + " {servers}.");
    requests.put(
        Status.NO_RECURSION,
        "Ask the DNS team which name server recurses for this host, and name that one in"
            + " /etc/resolv.conf, or to allow recursion for this host on {servers}.");
    requests.put(
        Status.BROKEN, "Ask the DNS team why there is no usable answer for {host} from {servers}.");
    return requests;
  }

  /**
   * A name without a usable address: who must act, and how.
   *
   * @param open the name servers that answer for other names
   */
  public static Problem problem(Rule rule, NameEvidence name, OpenServers open) {
    Fault fault = name.fault().orElseThrow();
    String text = name.host() + ": " + fault.cause() + ": " + fault.evidence();
    Optional<OwnResolver.Task> own = OwnResolver.alone(name, fault, open);
    if (own.isPresent()) {
      return new Problem(text, own.get().owner(), own.get().advice(), Optional.of(fault));
    }
    boolean withdrawn = withdrawn(rule, name);
    Owner owner = withdrawn ? rule.judging().absent().get() : owner(rule, name, fault);
    String advice =
        withdrawn
            ? "Ask the "
                + owner.title()
                + " what happened to "
                + name.host()
                + ": the name does not exist, and no change on this site can fix that."
            : of(rule, name, fault, open);
    return new Problem(text, owner, advice, Optional.of(fault));
  }

  /** The firewall team is the owner if a firewall blocks the question, or the whole answer. */
  private static Owner owner(Rule rule, NameEvidence name, Fault fault) {
    return fault.clue().isEmpty() && all(name, Status.REJECTED, Status.TCP_BLOCKED)
        ? Owner.FIREWALL
        : Owners.of(rule, fault, false);
  }

  /** Whether the catalogue says that the name may not exist. Never for the site's own proxy. */
  public static boolean withdrawn(Rule rule, NameEvidence name) {
    return rule.judging().absent().isPresent()
        && name.fault()
            .filter(fault -> fault.phase() == Phase.RESOLVE && fault.clue().isEmpty())
            .filter(fault -> fault.kind() == FaultKind.NAME_NOT_FOUND)
            .isPresent();
  }

  private static String of(Rule rule, NameEvidence name, Fault fault, OpenServers open) {
    String host = name.host();
    if (fault.has(Clue.LOCAL_RESOLVER)) {
      return local(name);
    }
    Optional<String> dangling = name.dangling();
    if (dangling.isPresent()
        && fault.clue().isEmpty()
        && fault.kind() == FaultKind.NAME_NOT_FOUND) {
      return "Ask the DNS team, or the owner of the name, to correct the alias "
          + host
          + ": it leads to "
          + dangling.get()
          + ", which has no address.";
    }
    if (fault.phase() != Phase.PROXY
        && fault.clue().isEmpty()
        && all(name, Status.REJECTED, Status.TCP_BLOCKED)) {
      return all(name, Status.TCP_BLOCKED)
          ? CutShortAnswers.allow(servers(name))
          : "Ask the firewall team to allow 53/udp and 53/tcp from this host to its name servers ("
              + servers(name)
              + ").";
    }
    if (fault.kind() == FaultKind.NAME_SERVER_FAILED && all(name, Status.TCP_FAILED)) {
      return CutShortAnswers.serve(servers(name));
    }
    if (fault.kind() == FaultKind.NAME_SERVER_FAILED && all(name, Status.NOT_LISTENING)) {
      return "Ask the DNS team whether its service runs on "
          + servers(name)
          + "; if it does, ask the firewall team what refuses 53/udp and 53/tcp from this host.";
    }
    if (fault.kind() == FaultKind.NAME_SERVER_FAILED && disputed(name)) {
      return "Ask the DNS team which answer is correct for "
          + host
          + ", and to fix the name server that gives another: "
          + servers(name, NameAdvice::denies).orElseThrow()
          + " denies the name, "
          + having(name).orElseThrow()
          + " has it. This host takes the first answer.";
    }
    boolean failed = fault.kind() == FaultKind.NAME_SERVER_FAILED;
    return failed && (answered(name) || name.servers().stream().anyMatch(open::has))
        ? unhelpful(name, open)
        : of(rule, host, fault);
  }

  /** Whether one name server has the name, and another says that it has no address. */
  private static boolean disputed(NameEvidence name) {
    return servers(name, NameAdvice::denies).isPresent() && having(name).isPresent();
  }

  /** The name servers that gave addresses, also where they could not give all. */
  private static Optional<String> having(NameEvidence name) {
    return name.servers().stream()
        .filter(answer -> !answer.records().isEmpty())
        .map(ServerAnswer::server)
        .reduce((one, next) -> one + ", " + next);
  }

  private static boolean denies(Status status) {
    return status == Status.NXDOMAIN || status == Status.NO_DATA || status == Status.FILTERED;
  }

  /** Whether a name server answered, though not with the name's addresses. */
  private static boolean answered(NameEvidence name) {
    return name.servers().stream().anyMatch(answer -> REQUESTS.containsKey(answer.status()));
  }

  /** One sentence for each way of failing; port 53 is open to a server that answers. */
  private static String unhelpful(NameEvidence all, OpenServers open) {
    List<String> sentences = new ArrayList<>();
    NameEvidence name = OwnResolver.others(all);
    REQUESTS.forEach(
        (status, request) ->
            servers(name, status::equals)
                .ifPresent(
                    servers ->
                        sentences.add(
                            request.replace("{servers}", servers).replace("{host}", name.host()))));
    if (name.servers().stream().anyMatch(open::has)) {
      sentences.add(open.advice(name));
    }
    silent(name, open)
        .ifPresent(
            servers ->
                sentences.add(
                    "Ask the DNS team why there is no whole answer from "
                        + servers
                        + ", and the firewall team whether 53/udp and 53/tcp from this host are"
                        + " open there."));
    OwnResolver.of(all, open).map(OwnResolver.Task::advice).ifPresent(sentences::add);
    return String.join(" ", sentences);
  }

  /** The name servers that are silent for every name, as far as is known; empty without one. */
  private static Optional<String> silent(NameEvidence name, OpenServers open) {
    return Optional.of(
            name.servers().stream()
                .filter(answer -> SILENCES.contains(answer.status()) && !open.has(answer))
                .map(ServerAnswer::server)
                .collect(Collectors.joining(", ")))
        .filter(servers -> !servers.isEmpty());
  }

  /** The name servers with such a status; empty if there are none. */
  static Optional<String> servers(NameEvidence name, Predicate<Status> chosen) {
    return Optional.of(
            name.servers().stream()
                .filter(answer -> chosen.test(answer.status()))
                .map(ServerAnswer::server)
                .collect(Collectors.joining(", ")))
        .filter(servers -> !servers.isEmpty());
  }

  private static String local(NameEvidence name) {
    boolean answered =
        name.servers().stream().anyMatch(answer -> answer.status() == Status.ANSWERED);
    boolean own = !answered && name.servers().stream().allMatch(ServerAnswer::fromThisHost);
    return own
        ? "Check this host's own resolver ("
            + servers(name)
            + "): is its service running, and do the name servers that it asks answer? For"
            + " systemd-resolved, \"resolvectl status\" lists them; /etc/resolv.conf names only"
            + " this resolver."
        : answered
            ? "Check this host's /etc/hosts, /etc/nsswitch.conf and /etc/resolv.conf: its name"
                + " servers know "
                + name.host()
                + ", and this host does not use their answer."
            : "Check this host's resolver: is its service running, and has this host a route to the"
                + " name servers in /etc/resolv.conf ("
                + servers(name)
                + ")?";
  }

  private static boolean all(NameEvidence name, Status... some) {
    return !name.servers().isEmpty()
        && name.servers().stream().allMatch(answer -> List.of(some).contains(answer.status()));
  }

  private static String servers(NameEvidence name) {
    return name.servers().stream().map(ServerAnswer::server).collect(Collectors.joining(", "));
  }

  static String of(Rule rule, String host, Fault fault) {
    if (fault.has(Clue.LOCAL_RESOLVER)) {
      return "Check this host's /etc/hosts, /etc/nsswitch.conf and /etc/resolv.conf: they decide"
          + " where "
          + host
          + " leads.";
    }
    if (fault.has(Clue.SINKHOLE)) {
      return "Ask the DNS team to take " + host + " from the block list of its DNS filter.";
    }
    if (fault.kind() == FaultKind.NAME_SERVER_FAILED) {
      return "Ask the DNS team why no name server answers for "
          + host
          + ", and the firewall team whether 53/udp and 53/tcp from this host to its name servers"
          + " are open.";
    }
    if (fault.phase() == Phase.PROXY) {
      return "Check proxy.url in the site file; if "
          + host
          + " is right, ask the DNS team to publish it.";
    }
    return rule.judging().external()
        ? "Ask the DNS team why this host's name servers do not know the public name "
            + host
            + ". A DNS filter that blocks a name answers like this, too."
        : "Check " + host + " in the site file; if it is right, ask the DNS team to publish it.";
  }
}
