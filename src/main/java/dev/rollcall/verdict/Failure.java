package dev.rollcall.verdict;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Right;
import dev.rollcall.model.Route;
import dev.rollcall.model.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault and where it occurred; for a follow-up not the rule's own port.
 *
 * @param at the finding whose attempts failed
 * @param about a prefix for the text: empty, or the samples, the follow-up or the account
 * @param account of the login, if a login failed
 */
record Failure(Fault fault, Finding at, String about, Optional<String> account) {
  /** The failure of a path. */
  Failure(Fault fault, Finding at, String about) {
    this(fault, at, about, Optional.empty());
  }

  /** The failure of a login. */
  static Failure ofLogin(Right.Failed failed, Finding at) {
    String account = failed.account();
    return new Failure(failed.fault(), at, account + " at ", Optional.of(account));
  }

  /** One line: where, cause, evidence. */
  String text() {
    return about + PathText.destination(at) + ": " + fault.cause() + ": " + fault.evidence();
  }

  Owner owner(Rule rule) {
    return Owners.of(rule, judged(), at.route() instanceof Route.ViaProxy);
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
      Optional<String> account) {
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
          failure.account);
    }
  }

  /** One problem for each failure; equal failures share their advice, which names every address. */
  static List<Problem> worries(Rule rule, Declared declared, List<Failure> failures) {
    Map<Kin, List<Failure>> kin = new LinkedHashMap<>();
    for (Failure failure : failures) {
      kin.computeIfAbsent(Kin.of(failure), k -> new ArrayList<>()).add(failure);
    }
    List<Problem> worries = new ArrayList<>();
    for (Failure failure : failures) {
      PathText way = PathText.of(kin.getOrDefault(Kin.of(failure), List.of(failure)));
      worries.add(
          new Problem(
              failure.text(),
              failure.owner(rule),
              new Advice(rule, way, failure.account, declared).of(failure.judged()),
              Optional.of(failure.fault)));
    }
    return worries;
  }
}
