package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A fault and where it occurred; for a follow-up not the rule's own port.
 *
 * @param at the finding whose attempts failed
 * @param about a prefix for the text: empty, or the samples, the follow-up or the account
 * @param account of the login, if a login failed
 */
public record Failure(Fault fault, Finding at, String about, Optional<String> account) {
  /** The failure of a path. */
  public Failure(Fault fault, Finding at, String about) {
    this(fault, at, about, Optional.empty());
  }

  /** The failure of a login. */
  public static Failure ofLogin(LoginResult.Failed failed, Finding at) {
    String account = failed.account();
    return new Failure(failed.fault(), at, account + " at ", Optional.of(account));
  }

  /** One line: where, cause, evidence. */
  public String text() {
    return about + PathText.destination(at) + ": " + fault.cause() + ": " + fault.evidence();
  }

  public Owner owner(Rule rule) {
    boolean proxied = at.route() instanceof Route.ViaProxy;
    Owner owner =
        PathPlace.of(this)
            .flatMap(place -> place.owner(rule, proxied))
            .orElseGet(() -> Owners.of(rule, judged(), proxied));
    // No firewall is between a host and itself.
    return owner == Owner.FIREWALL && PathText.own(this) ? Owner.THIS_HOST : owner;
  }

  /** Whether only a connection that was idle failed. */
  private boolean ofIdle() {
    return fault.kind() == FaultKind.IDLE_CUT
        || at.attempts().stream()
            .flatMap(attempt -> attempt.outcome().observations().stream())
            .anyMatch(seen -> seen instanceof Observation.Note note && note.tellsIdle());
  }

  /** A login starts only on a proven path, so a firewall does not cause its failure. */
  private Fault judged() {
    return account.isEmpty() || fault.phase() == Phase.CONNECT
        ? fault
        : new Fault(Phase.AUTHENTICATE, fault.kind(), fault.evidence(), fault.clue());
  }

  /** The same failure at several addresses is one request to its owner. */
  private record Kin(
      Phase phase,
      FaultKind kind,
      Optional<Clue> clue,
      String source,
      String protocol,
      String traffic,
      boolean proxied,
      boolean own,
      Optional<String> account,
      Optional<PathPlace> place) {
    static Kin of(Failure failure) {
      PathText way = PathText.of(List.of(failure));
      return new Kin(
          failure.fault.phase(),
          failure.fault.kind(),
          failure.fault.clue(),
          way.from(),
          way.protocol(),
          way.traffic(),
          way.proxied(),
          way.own(),
          failure.account,
          PathPlace.of(failure).map(place -> place.seeing("")));
    }
  }

  /** One problem for each failure; equal failures share their advice, which names every address. */
  public static List<Problem> problems(Rule rule, Declared declared, List<Failure> failures) {
    Map<Kin, List<Failure>> kin = new LinkedHashMap<>();
    for (Failure failure : failures) {
      kin.computeIfAbsent(Kin.of(failure), k -> new ArrayList<>()).add(failure);
    }
    List<Problem> problems = new ArrayList<>();
    for (Failure failure : failures) {
      List<Failure> all = kin.getOrDefault(Kin.of(failure), List.of(failure));
      Advice advice = new Advice(rule, PathText.of(all), failure.account, declared, place(all));
      Owner owner = failure.owner(rule);
      problems.add(
          new Problem(
              failure.text(),
              owner,
              advice.of(failure.judged(), owner),
              Optional.of(failure.fault),
              failure.ofIdle()));
    }
    return problems;
  }

  /** The place of equal failures, which may have been seen differently for each address. */
  private static Optional<PathPlace> place(List<Failure> kin) {
    Map<String, List<String>> seen = new LinkedHashMap<>();
    for (Failure failure : kin) {
      PathPlace.of(failure)
          .ifPresent(
              place ->
                  seen.computeIfAbsent(place.seen(), k -> new ArrayList<>())
                      .add(failure.at.route().dialled().address().getHostAddress()));
    }
    String all =
        seen.size() == 1
            ? seen.keySet().iterator().next()
            : seen.entrySet().stream()
                .map(one -> "to " + String.join(", ", one.getValue()) + ": " + one.getKey())
                .collect(Collectors.joining("; "));
    return PathPlace.of(kin.get(0)).map(place -> place.seeing(all));
  }
}
