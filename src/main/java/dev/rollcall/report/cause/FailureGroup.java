package dev.rollcall.report.cause;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules with one cause, for one owner to act on. A rule that several owners must act on is in a
 * group of each, with what that owner has to act on ({@link OwnerShares}).
 *
 * @param owner empty if the check must be run again, or elsewhere
 * @param cause {@code CONNECT DROPPED}; empty where no single fault decided
 * @param rules in the order of the run; at least one
 */
public record FailureGroup(Optional<Owner> owner, String cause, List<RuleResult> rules) {
  public FailureGroup {
    rules = List.copyOf(rules);
  }

  /** The rules' groups: who has most to do comes first, and with each the cause of most rules. */
  public static List<FailureGroup> of(List<RuleResult> results) {
    Map<Optional<Owner>, Integer> share = new LinkedHashMap<>();
    Map<List<Object>, List<RuleResult>> together = new LinkedHashMap<>();
    List<RuleResult> shares =
        results.stream().flatMap(result -> OwnerShares.of(result).stream()).toList();
    for (RuleResult result : shares) {
      Optional<Owner> owner = result.verdict().owner();
      share.merge(owner, 1, Integer::sum);
      together.computeIfAbsent(List.of(owner, cause(result)), key -> new ArrayList<>()).add(result);
    }
    List<Optional<Owner>> order = new ArrayList<>(share.keySet());
    return together.values().stream()
        .map(rules -> new FailureGroup(owner(rules), cause(rules.get(0)), rules))
        .sorted(
            Comparator.comparingInt((FailureGroup group) -> -share.getOrDefault(group.owner, 0))
                .thenComparingInt(group -> order.indexOf(group.owner))
                .thenComparingInt(group -> -group.rules.size()))
        .toList();
  }

  /** The groups by their titles, in the same order. */
  public static Map<String, List<FailureGroup>> byOwner(List<RuleResult> results) {
    Map<String, List<FailureGroup>> owners = new LinkedHashMap<>();
    of(results)
        .forEach(group -> owners.computeIfAbsent(group.title(), t -> new ArrayList<>()).add(group));
    return owners;
  }

  /** How many rules these groups have. */
  public static int size(List<FailureGroup> groups) {
    return groups.stream().mapToInt(group -> group.rules.size()).sum();
  }

  private static Optional<Owner> owner(List<RuleResult> rules) {
    return rules.get(0).verdict().owner();
  }

  private static String cause(RuleResult result) {
    return result.verdict().cause().map(Fault::cause).orElse("");
  }

  /** {@code firewall team}. */
  public String title() {
    return owner.map(Owner::title).orElse(Owner.CHECKER);
  }

  /** The fault of the first rule; all have its phase and kind. */
  public Optional<Fault> fault() {
    return rules.get(0).verdict().cause();
  }

  /** What was seen, if the same was seen for every rule. */
  public Optional<String> evidence() {
    return same(rules.stream().map(rule -> rule.verdict().cause().map(Fault::evidence)).toList())
        .flatMap(one -> one);
  }

  /** The remarks that every rule of several has. */
  public List<String> commonRemarks() {
    return rules.size() == 1
        ? List.of()
        : rules.get(0).verdict().remarks().stream()
            .filter(
                remark -> rules.stream().allMatch(one -> one.verdict().remarks().contains(remark)))
            .toList();
  }

  private static <T> Optional<T> same(List<T> values) {
    return values.stream().distinct().count() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
