package dev.rollcall.report.cause;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each owner has to act on, if the failing addresses and names of a rule have several. */
public final class OwnerShares {
  private OwnerShares() {}

  /**
   * The result as each owner must see it, the verdict's own first: with the owner's tasks and
   * advice alone. For another owner, the fault is that of its first task, and the summary names
   * what has this fault. The result itself if it has no tasks.
   */
  static List<RuleResult> of(RuleResult result) {
    Verdict verdict = result.verdict();
    return verdict.tasks().isEmpty()
        ? List.of(result)
        : verdict.owners().stream().map(owner -> result.with(share(result, owner))).toList();
  }

  private static Verdict share(RuleResult result, Owner owner) {
    Verdict verdict = result.verdict();
    boolean first = verdict.owner().equals(Optional.of(owner));
    List<Place> places = first ? List.of() : places(result, owner);
    List<Place> others =
        verdict.owners().stream()
            .filter(other -> other != owner)
            .flatMap(other -> places(result, other).stream())
            .toList();
    return new Verdict(
        verdict.status(),
        places.isEmpty() ? verdict.summary() : summary(places),
        first ? verdict.cause() : places.stream().map(Place::fault).findFirst(),
        Optional.of(owner),
        advice(result, owner),
        verdict.remarks().stream()
            .filter(remark -> others.stream().noneMatch(other -> other.isIn(remark)))
            .toList(),
        verdict.sides(),
        tasks(verdict, owner).toList());
  }

  private static Stream<Verdict.Task> tasks(Verdict verdict, Owner owner) {
    return verdict.tasks().stream().filter(task -> task.owner() == owner);
  }

  /** What the owner must do, and what the catalogue says where the verdict's advice has it. */
  private static String advice(RuleResult result, Owner owner) {
    String catalogues = result.rule().advice();
    Stream<String> last =
        result.verdict().advice().endsWith(catalogues) ? Stream.of(catalogues) : Stream.empty();
    return Stream.concat(tasks(result.verdict(), owner).map(Verdict.Task::advice), last)
        .filter(advice -> !advice.isBlank())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** A failing address or name. */
  private record Place(String text, Fault fault) {
    /** Whether a remark is about it. */
    boolean isIn(String remark) {
      return remark.startsWith(text + ": " + fault.cause());
    }
  }

  private static List<Place> places(RuleResult result, Owner owner) {
    if (!(result.evidence() instanceof Evidence.Probed probed)) {
      return List.of();
    }
    Verdict verdict = result.verdict();
    return Stream.concat(
            probed.findings().stream()
                .flatMap(Finding::withFollowUps)
                .filter(finding -> has(verdict, owner, finding))
                .flatMap(
                    finding ->
                        decisive(finding).map(fault -> new Place(place(finding), fault)).stream()),
            probed.names().stream()
                .filter(name -> has(verdict, owner, name))
                .flatMap(name -> name.fault().map(fault -> new Place(name.host(), fault)).stream()))
        .toList();
  }

  private static String place(Finding finding) {
    String host = finding.route().target().host();
    Endpoint dialled = finding.route().dialled();
    boolean literal = dialled.byAddress() && dialled.target().host().equals(host);
    return literal ? host : dialled.address().getHostAddress() + " (" + host + ")";
  }

  /** {@code 10.0.0.2 (dc1.uni.edu) and 10.0.0.3 (dc2.uni.edu): CONNECT DROPPED}. */
  private static String summary(List<Place> places) {
    String cause = places.get(0).fault().cause();
    return places.stream()
            .filter(place -> place.fault().cause().equals(cause))
            .map(Place::text)
            .distinct()
            .collect(Collectors.joining(" and "))
        + ": "
        + cause;
  }

  /** Whether the owner must act on this address. */
  public static boolean has(Verdict verdict, Owner owner, Finding finding) {
    InetAddress dialled = finding.route().dialled().address();
    return verdict.tasks().stream()
        .anyMatch(
            task ->
                task.owner() == owner
                    && task.target().equals(finding.route().target())
                    && task.address().filter(dialled::equals).isPresent());
  }

  /** Whether the owner must act on this name. */
  public static boolean has(Verdict verdict, Owner owner, NameEvidence name) {
    return verdict.tasks().stream()
        .anyMatch(
            task ->
                task.owner() == owner
                    && task.address().isEmpty()
                    && HostNames.same(task.target().host(), name.host()));
  }

  /** The fault that says most of an address. */
  public static Optional<Fault> decisive(Finding finding) {
    return faults(finding)
        .filter(fault -> !fault.saysNothing())
        .findFirst()
        .or(() -> faults(finding).findFirst());
  }

  /** The faults of the path if every attempt failed, else those of the logins. */
  public static Stream<Fault> faults(Finding finding) {
    List<Fault> path =
        finding.attempts().stream().flatMap(attempt -> attempt.fault().stream()).toList();
    return path.size() == finding.attempts().size()
        ? path.stream()
        : finding.attempts().stream()
            .flatMap(attempt -> attempt.right().stream())
            .flatMap(
                right ->
                    right instanceof LoginResult.Failed failed
                        ? Stream.of(failed.fault())
                        : Stream.empty());
  }
}
