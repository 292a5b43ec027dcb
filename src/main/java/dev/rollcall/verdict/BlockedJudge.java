package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.PathText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a rule whose path must be blocked. It passes only for the listed faults, and only if its
 * control answers: an offline host proves nothing. Follow-ups do not count.
 */
final class BlockedJudge {
  /** The most destinations in the summary. */
  private static final int SAID = 3;

  private final Rule rule;
  private final Expectation.Blocked blocked;
  private final Optional<Status> control;

  /**
   * @param control the status of the control, if it is in the run
   */
  BlockedJudge(Rule rule, Expectation.Blocked blocked, Optional<Status> control) {
    this.rule = rule;
    this.blocked = blocked;
    this.control = control;
  }

  Verdict judge(Evidence.Probed probed) {
    Optional<String> own = own(probed);
    if (own.isPresent()) {
      return inconclusive(
          "this host is itself a destination of this rule ("
              + own.get()
              + "): what it reaches says nothing of other hosts",
          Optional.empty(),
          "Run the check on a host that is none of the site's servers, in the place that --from"
              + " names.");
    }
    List<Finding> open = probed.findings().stream().filter(this::isOpen).toList();
    if (!open.isEmpty()) {
      return open(open);
    }
    if (!controlled()) {
      return uncontrolled();
    }
    for (NameEvidence name : probed.names()) {
      if (name.fault().isPresent() && !(blocked.unpublished() && denied(name))) {
        return inconclusive(
            name.host()
                + " does not resolve, which is not a block: "
                + name.fault().get().evidence(),
            name.fault(),
            Optional.of(Owner.SITE_FILE),
            "Give the server's address in the site file (servers: name and address).");
      }
    }
    List<Finding> tried =
        probed.findings().stream().filter(finding -> finding.skipped().isEmpty()).toList();
    for (Finding finding : tried) {
      if (!unpublished(finding) && !isBlocked(finding)) {
        return undecided(finding);
      }
    }
    List<String> lines = new ArrayList<>();
    tried.forEach(finding -> lines.add(line(finding)));
    probed.names().stream()
        .filter(name -> name.fault().isPresent())
        .forEach(
            name ->
                lines.add(
                    "not published: "
                        + name.host()
                        + (name.addresses().isEmpty()
                            ? " does not exist as seen from here"
                            : " has no address as seen from here")));
    List<String> skipped =
        probed.findings().stream()
            .filter(finding -> !unpublished(finding))
            .flatMap(finding -> RouteResult.of(finding).skip())
            .toList();
    if (lines.isEmpty()) {
      return inconclusive(
          "no address of " + rule.destination() + " could be tried",
          Optional.empty(),
          "Run the check from a host that has a route to it.");
    }
    return pass(lines, skipped);
  }

  /** The address of a destination, if it is the checking host's own. */
  private static Optional<String> own(Evidence.Probed probed) {
    List<Attempt> attempts =
        probed.findings().stream().flatMap(finding -> finding.attempts().stream()).toList();
    return probed.findings().stream()
        .filter(
            finding -> {
              InetAddress address = finding.route().dialled().address();
              return attempts.stream()
                      .anyMatch(any -> any.source().equals(address.getHostAddress()))
                  || finding.attempts().stream().anyMatch(one -> one.stays(address));
            })
        .map(finding -> finding.route().dialled().address().getHostAddress())
        .findFirst();
  }

  private boolean controlled() {
    return control.filter(Status::works).isPresent();
  }

  private Verdict uncontrolled() {
    String other = blocked.control();
    return control.isEmpty()
        ? inconclusive(
            other + ", the control of this rule, is not in this run, so silence proves nothing",
            Optional.empty(),
            "Run " + rule.id() + " together with " + other + ".")
        : inconclusive(
            other + ", the control of this rule, does not work, so silence proves nothing",
            Optional.empty(),
            "Do what the report says about " + other + ", then run the check again.");
  }

  private Verdict pass(List<String> lines, List<String> skipped) {
    int said = Math.min(lines.size(), SAID);
    String summary = String.join("; ", lines.subList(0, said));
    List<String> remarks = new ArrayList<>(lines.subList(said, lines.size()));
    remarks.addAll(skipped);
    if (skipped.isEmpty()) {
      return new Verdict(Status.PASS, summary, Optional.empty(), Optional.empty(), "", remarks);
    }
    return new Verdict(
        Status.WARN,
        "blocked at the addresses that were tried, but some were not tried; " + summary,
        Optional.empty(),
        Optional.of(Owner.THIS_HOST),
        "Repeat the check from a host that has a route to the addresses that were not tried.",
        remarks);
  }

  private String line(Finding finding) {
    String where = PathText.destination(finding);
    // Silence from a private address does not prove a firewall; that it is private is enough.
    return unpublished(finding)
        ? "not published: " + where + " is a private address"
        : "blocked: " + where + ": " + faults(finding).get(0).cause();
  }

  /** Once the TCP handshake is complete, the path is open. */
  private boolean isOpen(Finding finding) {
    return finding.attempts().stream()
            .anyMatch(attempt -> !(attempt.outcome() instanceof Outcome.Failed))
        || faults(finding).stream()
            .anyMatch(
                fault ->
                    !blocked.kinds().contains(fault.kind())
                        && rule.port().transport() == Transport.TCP
                        && accepted(fault)
                        && !fault.saysNothing());
  }

  /** Whether the TCP handshake was completed; a reset in CONNECT comes right after it. */
  private static boolean accepted(Fault fault) {
    return fault.phase().compareTo(Phase.CONNECT) > 0 || fault.kind() == FaultKind.RESET;
  }

  private boolean isBlocked(Finding finding) {
    List<Fault> faults = faults(finding);
    return !faults.isEmpty() && faults.stream().allMatch(this::blocks);
  }

  private boolean blocks(Fault fault) {
    return blocked.kinds().contains(fault.kind()) && !fault.saysNothing();
  }

  private boolean unpublished(Finding finding) {
    return blocked.unpublished() && NameJudge.isPrivate(finding.route().dialled().address());
  }

  /**
   * Whether a name server says that the name does not exist, and none says that it does; sinkhole
   * addresses do not count.
   */
  private static boolean denied(NameEvidence name) {
    if (name.fault().flatMap(Fault::clue).filter(Clue.SINKHOLE::equals).isPresent()) {
      return true;
    }
    return name.servers().stream().anyMatch(a -> a.status() == NameEvidence.Status.NXDOMAIN)
        && name.servers().stream().allMatch(a -> a.records().isEmpty());
  }

  private static List<Fault> faults(Finding finding) {
    List<Fault> faults = new ArrayList<>();
    for (Attempt attempt : finding.attempts()) {
      if (attempt.outcome() instanceof Outcome.Failed failed) {
        faults.add(failed.fault());
      }
    }
    return faults;
  }

  private Verdict open(List<Finding> open) {
    Finding first = open.get(0);
    Optional<Fault> cut =
        first.attempts().stream().allMatch(a -> a.outcome() instanceof Outcome.Failed)
            ? Optional.of(faults(first).get(0))
            : Optional.empty();
    String seen =
        cut.map(fault -> "the connection opens (then " + fault.cause() + ")")
            .orElse("it answers as " + rule.protocol());
    List<String> destinations = open.stream().map(PathText::destination).toList();
    return new Verdict(
        Status.FAIL,
        destinations.get(0) + " is reachable but must be blocked: " + seen,
        cut,
        Optional.of(Owner.FIREWALL),
        "Ask the firewall team to block "
            + PathText.source(first)
            + " to "
            + String.join(", ", destinations)
            + ", "
            + PathText.traffic(first.route().target().port())
            + "."
            + (rule.advice().isEmpty() ? "" : " " + rule.advice()),
        destinations.stream().skip(1).map(other -> other + " is reachable as well").toList());
  }

  private Verdict undecided(Finding finding) {
    List<Fault> faults = faults(finding);
    String where = PathText.destination(finding);
    if (faults.isEmpty()) {
      return inconclusive(where + ": not tried", Optional.empty(), "Run the check again.");
    }
    Fault fault = faults.stream().filter(each -> !blocks(each)).findFirst().orElse(faults.get(0));
    return inconclusive(
        where + ": " + fault.cause() + " does not prove a block: " + fault.evidence(),
        Optional.of(fault),
        "Run the check from another host in the same part of the network: the result here can also"
            + " be caused by a server that is down or by this host.");
  }

  /** The person who runs the check must act. */
  private static Verdict inconclusive(String summary, Optional<Fault> cause, String advice) {
    return inconclusive(summary, cause, Optional.empty(), advice);
  }

  private static Verdict inconclusive(
      String summary, Optional<Fault> cause, Optional<Owner> owner, String advice) {
    return new Verdict(Status.INCONCLUSIVE, summary, cause, owner, advice, List.of());
  }
}
