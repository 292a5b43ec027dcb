package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.CutShortAnswers;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.Problem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Warnings from the evidence on names. */
final class NameJudge {
  private NameJudge() {}

  static List<Problem> problems(Rule rule, Evidence.Probed probed) {
    Set<String> proxies =
        probed.findings().stream()
            .filter(finding -> finding.route() instanceof Route.ViaProxy)
            .map(finding -> finding.route().dialled().target().host())
            .collect(Collectors.toSet());
    List<Problem> problems = new ArrayList<>();
    for (NameEvidence name : probed.names()) {
      // The site's own proxy may have a private address.
      if (name.fault().isPresent()) {
        continue;
      }
      if (rule.judging().external() && !proxies.contains(name.host())) {
        privately(name).ifPresent(problems::add);
      }
      disagreement(rule, name).or(() -> ownAnswer(rule, name)).ifPresent(problems::add);
      problems.addAll(CutShortAnswers.of(name));
      name.concerns().forEach(concern -> problems.add(Concerns.problem(rule, concern)));
    }
    return problems;
  }

  /**
   * Why a failing address is probably not the destination's; empty if there is no reason to think
   * so.
   */
  static Optional<Problem> misled(Rule rule, Evidence.Probed probed, Failure failure) {
    if (failure.at().route() instanceof Route.ViaProxy || !misleads(failure.fault())) {
      return Optional.empty();
    }
    InetAddress address = failure.at().route().dialled().address();
    return probed.names().stream()
        .filter(name -> name.addresses().contains(address))
        .filter(name -> name.host().equalsIgnoreCase(failure.at().route().target().host()))
        .flatMap(name -> misled(rule, name, address).stream())
        .findFirst();
  }

  private static Optional<Problem> misled(Rule rule, NameEvidence name, InetAddress address) {
    if (rule.judging().external() && isPrivate(address)) {
      return privately(name);
    }
    if (rule.judging().rotating() || !elsewhere(name, address)) {
      return Optional.empty();
    }
    return disagreement(rule, name).or(() -> ownAnswer(rule, name));
  }

  /** Whether a name server that has the name does not have this address. */
  private static boolean elsewhere(NameEvidence name, InetAddress address) {
    InetAddress plain = plain(address);
    return name.servers().stream()
        .filter(answer -> !noOpinion(answer))
        .anyMatch(
            answer ->
                answer.records().stream().noneMatch(r -> literal(r).equals(Optional.of(plain))));
  }

  /** Whether the fault may come from a wrong address; a host that proves its name is right. */
  private static boolean misleads(Fault fault) {
    return switch (fault.kind()) {
      case NO_ROUTE, DROPPED, REJECTED, REFUSED, RESET, CLOSED, TIMED_OUT, UNREACHABLE ->
          fault.phase() != Phase.AUTHENTICATE && !fault.saysNothing();
      case TLS_FAILED, UNTRUSTED, WRONG_NAME, MALFORMED -> fault.phase() != Phase.AUTHENTICATE;
      case NAME_NOT_FOUND,
          NAME_SERVER_FAILED,
          INTERCEPTED,
          EXPIRED,
          BLOCK_PAGE,
          IDLE_CUT,
          UNEXPECTED,
          DENIED,
          INTERNAL ->
          false;
    };
  }

  /** Whether a name server's result tells nothing about the name. */
  private static boolean noOpinion(ServerAnswer answer) {
    return switch (answer.status()) {
      case ANSWERED, NO_DATA, NXDOMAIN, FILTERED, SERVFAIL, BOGUS, REFUSED, NO_RECURSION -> false;
      case BROKEN, SILENT, TCP_BLOCKED, TCP_FAILED, NOT_LISTENING, REJECTED, NOT_SENT, NOT_ASKED ->
          true;
    };
  }

  private static Optional<Problem> privately(NameEvidence name) {
    List<String> inside =
        name.addresses().stream()
            .filter(NameJudge::isPrivate)
            .filter(address -> !Nat64.from(name.addresses(), address))
            .map(InetAddress::getHostAddress)
            .toList();
    return inside.isEmpty()
        ? Optional.empty()
        : Optional.of(
            problem(
                "the public name "
                    + name.host()
                    + " is answered with the private address "
                    + String.join(", ", inside),
                Owner.DNS,
                "Ask the DNS team whether the private address of "
                    + name.host()
                    + " is intended: a public name should have public addresses."));
  }

  private static Optional<Problem> disagreement(Rule rule, NameEvidence name) {
    List<ServerAnswer> answers =
        name.servers().stream().filter(answer -> !noOpinion(answer)).toList();
    long kinds = answers.stream().map(answer -> compared(rule, answer)).distinct().count();
    return kinds < 2
        ? Optional.empty()
        : Optional.of(
            problem(
                "the name servers disagree on "
                    + name.host()
                    + ": "
                    + answers.stream().map(NameJudge::said).collect(Collectors.joining("; ")),
                Owner.DNS,
                "Ask the DNS team which answer is correct for "
                    + name.host()
                    + ", and to fix the name server that gives another."));
  }

  /**
   * What must be the same at every name server; for rotating addresses, only whether they are
   * private.
   */
  private static String compared(Rule rule, ServerAnswer answer) {
    if (answer.status() != NameEvidence.Status.ANSWERED) {
      return answer.status().name();
    }
    if (!rule.judging().rotating()) {
      return String.join(", ", new TreeSet<>(answer.records()));
    }
    boolean inside =
        answer.records().stream()
            .flatMap(text -> literal(text).stream())
            .anyMatch(NameJudge::isPrivate);
    return inside ? "private addresses" : "public addresses";
  }

  private static String said(ServerAnswer answer) {
    return answer.server()
        + " says "
        + (answer.records().isEmpty()
            ? answer.status().name()
            : String.join(", ", answer.records()));
  }

  /** Warns of an old line in the hosts file, which fails when the server moves. */
  private static Optional<Problem> ownAnswer(Rule rule, NameEvidence name) {
    Set<InetAddress> known =
        name.servers().stream()
            .filter(answer -> !noOpinion(answer))
            .flatMap(answer -> answer.records().stream())
            .flatMap(text -> literal(text).stream())
            .collect(Collectors.toSet());
    boolean apart =
        !known.isEmpty()
            && !name.addresses().isEmpty()
            && name.addresses().stream().map(NameJudge::plain).noneMatch(known::contains);
    return rule.judging().rotating() || !apart
        ? Optional.empty()
        : Optional.of(
            problem(
                "this host takes "
                    + name.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "))
                    + " for "
                    + name.host()
                    + ", its name servers say "
                    + known.stream()
                        .map(InetAddress::getHostAddress)
                        .sorted()
                        .collect(Collectors.joining(", ")),
                Owner.THIS_HOST,
                "Look for " + name.host() + " in this host's hosts file, and correct the line."));
  }

  private static Problem problem(String text, Owner owner, String advice) {
    return new Problem(text, owner, advice, Optional.empty());
  }

  /** An IPv4 address for one mapped into IPv6 (RFC 4291 §2.5.5.2), as Java reads literals. */
  private static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** An address in its text form. Names are not accepted, so that nothing is resolved. */
  private static Optional<InetAddress> literal(String text) {
    if (!text.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Addresses that the internet does not route: RFC 1918, loopback, link-local, shared address
   * space (RFC 6598), unique local (RFC 4193), "this network" (RFC 1122).
   */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean nowhere = address.isAnyLocalAddress() || (bytes.length == 4 && bytes[0] == 0);
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || shared
        || nowhere
        || uniqueLocal;
  }
}
