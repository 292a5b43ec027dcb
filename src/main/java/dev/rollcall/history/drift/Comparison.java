package dev.rollcall.history.drift;

import static dev.rollcall.model.Change.Rank.BROKEN;
import static dev.rollcall.model.Change.Rank.CHANGED;
import static dev.rollcall.model.Change.Rank.ROUTINE;

import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Change.Aspect;
import dev.rollcall.model.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares a rule's state with the baseline's: a pure function. Times are compared by {@link
 * Slowness}, which needs more than one run.
 */
public final class Comparison {
  private final String rule;
  private final RuleState before;
  private final RuleState now;
  private final Map<String, List<String>> networks;
  private final List<Change> changes = new ArrayList<>();

  private Comparison(
      String rule, RuleState before, RuleState now, Map<String, List<String>> networks) {
    this.rule = rule;
    this.before = before;
    this.now = now;
    this.networks = networks;
  }

  /**
   * Every change of one rule except its times.
   *
   * @param networks the known networks of rotating names, by host
   */
  static List<Change> of(
      String rule, RuleState before, RuleState now, Map<String, List<String>> networks) {
    Comparison comparison = new Comparison(rule, before, now, networks);
    comparison.verdict();
    comparison.addresses();
    comparison.certificates();
    if (!now.rotating()) {
      comparison.facts();
    }
    return List.copyOf(comparison.changes);
  }

  /** A rule that is not in the baseline. */
  static Change added(String rule, RuleState now, String version) {
    return new Change(
        rule,
        Aspect.CATALOGUE,
        "",
        "no such rule",
        "new with Rollcall " + version + ", the catalogue or the site file: " + verdict(now),
        rank(Status.PASS, now.status()));
  }

  /** A rule that is only in the baseline. */
  static Change removed(String rule, RuleState before) {
    return new Change(
        rule, Aspect.CATALOGUE, "", verdict(before), "no longer in the plan", ROUTINE);
  }

  private void verdict() {
    boolean compared = now.status() == Status.FAIL || rule.equals(Digest.RUN);
    if (before.status() != now.status() || (compared && !before.cause().equals(now.cause()))) {
      add(Aspect.VERDICT, "", verdict(before), verdict(now), rank(before.status(), now.status()));
    }
  }

  private static Change.Rank rank(Status before, Status now) {
    return switch (now) {
      case FAIL -> BROKEN;
      case INCONCLUSIVE, WARN -> now.compareTo(before) > 0 ? CHANGED : ROUTINE;
      case PASS, SKIPPED -> ROUTINE;
    };
  }

  /** {@code FAIL: CONNECT DROPPED}. */
  static String verdict(RuleState state) {
    return state.status() + state.cause().map(text -> ": " + text).orElse("");
  }

  /** What is compared from run to run: of a rule that does not fail, the status alone. */
  static String compared(Change change) {
    boolean status =
        change.aspect() == Aspect.VERDICT
            && change.rank() != BROKEN
            && !change.rule().equals(Digest.RUN);
    return status ? change.now().split(": ", 2)[0] : change.now();
  }

  /** Whether the rule came to the same, where both are of one aspect. */
  static boolean same(Change one, Change other) {
    return compared(one).equals(compared(other));
  }

  private void addresses() {
    now.addresses()
        .forEach(
            (host, found) -> {
              List<String> known = before.addresses().get(host);
              if (now.rotating()) {
                network(host, known == null ? List.of() : known, found);
              } else if (known != null && !Set.copyOf(known).equals(Set.copyOf(found))) {
                add(Aspect.ADDRESSES, host, join(known), join(found), CHANGED);
              }
            });
  }

  /** One change for each network, as each is reported until it is accepted. */
  private void network(String host, List<String> before, List<String> found) {
    Set<String> known = new TreeSet<>(networks.getOrDefault(host, List.of()));
    known.addAll(Networks.of(before));
    if (known.isEmpty()) {
      return;
    }
    Set<String> fresh = Networks.of(found);
    fresh.removeAll(known);
    for (String network : fresh) {
      add(Aspect.ADDRESSES, host + " " + network, join(known), "also " + network, CHANGED);
    }
  }

  private void certificates() {
    now.certificates()
        .forEach(
            (host, shown) -> {
              List<RuleState.Leaf> known = before.certificates().get(host);
              if (known != null) {
                certificate(host, known, shown);
              }
            });
  }

  private void certificate(String host, List<RuleState.Leaf> known, List<RuleState.Leaf> shown) {
    List<RuleState.Leaf> fresh = new ArrayList<>(shown);
    fresh.removeAll(known);
    if (fresh.isEmpty()) {
      return;
    }
    RuleState.Leaf was = known.get(0);
    RuleState.Leaf is = fresh.get(0);
    if (!issuers(known).containsAll(issuers(shown))) {
      add(Aspect.CERTIFICATE, host, "issued by " + was.issuer(), issued(fresh, known), CHANGED);
    } else if (!now.rotating() && fresh.stream().noneMatch(leaf -> renews(leaf, known))) {
      add(Aspect.CERTIFICATE, host, described(was), described(is), CHANGED);
    } else if (!now.rotating()) {
      add(Aspect.CERTIFICATE, host, ends(was), "renewed by the same issuer, " + ends(is), ROUTINE);
    }
  }

  private static boolean renews(RuleState.Leaf leaf, List<RuleState.Leaf> known) {
    return known.stream()
        .anyMatch(old -> old.key().equals(leaf.key()) && old.names().equals(leaf.names()));
  }

  /** The first of the new certificates that has another issuer. */
  private static String issued(List<RuleState.Leaf> fresh, List<RuleState.Leaf> known) {
    Set<String> before = issuers(known);
    return fresh.stream()
        .filter(leaf -> !before.contains(Issuers.organisation(leaf.issuer())))
        .findFirst()
        .map(leaf -> "issued by " + leaf.issuer())
        .orElseThrow();
  }

  private static Set<String> issuers(List<RuleState.Leaf> leaves) {
    Set<String> issuers = new HashSet<>();
    leaves.forEach(leaf -> issuers.add(Issuers.organisation(leaf.issuer())));
    return issuers;
  }

  private static String described(RuleState.Leaf leaf) {
    return leaf.key() + " for " + join(leaf.names());
  }

  private static String ends(RuleState.Leaf leaf) {
    return "ends " + leaf.notAfter().toString().substring(0, 10);
  }

  /** Only new values: a missing one belongs to an address that did not answer. */
  private void facts() {
    now.facts()
        .forEach(
            (name, values) -> {
              List<String> known = before.facts().get(name);
              if (known != null && !known.containsAll(values)) {
                List<String> fresh = values.stream().filter(one -> !known.contains(one)).toList();
                add(Aspect.FACT, name, join(known), join(fresh), CHANGED);
              }
            });
  }

  private static String join(Collection<String> parts) {
    return parts.stream().sorted().collect(Collectors.joining(", "));
  }

  private void add(Aspect aspect, String subject, String before, String now, Change.Rank rank) {
    changes.add(new Change(rule, aspect, subject, before, now, rank));
  }
}
