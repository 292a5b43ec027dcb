package dev.rollcall.verdict;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Expectation;
import dev.rollcall.model.Fault;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Status;
import dev.rollcall.model.Transport;
import dev.rollcall.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges a rule whose path must be shut. It passes only for the faults it lists, and only while its
 * control answers: a host that is offline proves nothing.
 */
final class BlockedJudge {
  private final Rule rule;
  private final Expectation.Blocked blocked;
  private final Function<String, Optional<Status>> others;

  BlockedJudge(Rule rule, Expectation.Blocked blocked, Function<String, Optional<Status>> others) {
    this.rule = rule;
    this.blocked = blocked;
    this.others = others;
  }

  Verdict judge(Evidence.Probed probed) {
    List<Standing> all = probed.findings().stream().map(Standing::of).toList();
    Optional<Standing> open = all.stream().filter(this::isOpen).findFirst();
    if (open.isPresent()) {
      return failed(open.get());
    }
    boolean control =
        others
            .apply(blocked.control())
            .map(status -> status == Status.PASS || status == Status.WARN)
            .orElse(false);
    if (!control) {
      return inconclusive(
          "the control " + blocked.control() + " does not answer, so that silence proves nothing",
          "Mend " + blocked.control() + " first.");
    }
    for (NameEvidence name : probed.names()) {
      if (name.fault().isPresent() && !(blocked.unpublished() && authoritative(name))) {
        return inconclusive(
            name.host() + " does not resolve: " + name.fault().get().evidence(),
            "Give the server's address in the site file.");
      }
    }
    Optional<Standing> undecided = all.stream().filter(standing -> !shut(standing)).findFirst();
    if (undecided.isPresent()) {
      return inconclusive(undecided.get().failure(), "Probe again from another host.");
    }
    boolean unpublished = all.stream().allMatch(this::unpublished) || all.isEmpty();
    String summary =
        unpublished && blocked.unpublished() ? "not published" : "blocked: " + all.get(0).failure();
    return new Verdict(Status.PASS, summary, Optional.empty(), Optional.empty(), "", List.of());
  }

  /** Once TCP's handshake is done, the path is open whatever comes next. */
  private boolean isOpen(Standing standing) {
    if (standing.answers()) {
      return true;
    }
    return standing
        .fault()
        .map(
            fault ->
                !blocked.kinds().contains(fault.kind())
                    && rule.port().transport() == Transport.TCP
                    && fault.phase().compareTo(Phase.CONNECT) > 0)
        .orElse(false);
  }

  private boolean shut(Standing standing) {
    return unpublished(standing)
        || standing.fault().map(fault -> blocked.kinds().contains(fault.kind())).orElse(false);
  }

  private boolean unpublished(Standing standing) {
    return blocked.unpublished() && Names.isPrivate(standing.finding().route().dialled().address());
  }

  private static boolean authoritative(NameEvidence name) {
    return name.servers().stream()
        .anyMatch(answer -> answer.status() == NameEvidence.Status.NXDOMAIN);
  }

  private Verdict failed(Standing standing) {
    String seen = standing.fault().map(Fault::evidence).orElse("it answers as " + rule.protocol());
    String source = standing.source().isEmpty() ? "this host" : standing.source();
    return new Verdict(
        Status.FAIL,
        standing.destination() + " is reachable and must not be: " + seen,
        standing.fault(),
        Optional.of(Owner.FIREWALL),
        "Ask the firewall team to block "
            + source
            + " to "
            + standing.destination()
            + ", "
            + rule.port()
            + (rule.advice().isEmpty() ? "." : ". " + rule.advice()),
        List.of());
  }

  private static Verdict inconclusive(String summary, String advice) {
    return new Verdict(
        Status.INCONCLUSIVE, summary, Optional.empty(), Optional.empty(), advice, List.of());
  }
}
