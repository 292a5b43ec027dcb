package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One problem that a person must solve.
 *
 * @param text what was seen, one line
 * @param advice what to do about it
 * @param open whether the path is open: a stand-in answered, or only idle connections end
 */
public record Problem(
    String text, Owner owner, String advice, Optional<Fault> cause, boolean open) {
  /** A problem of which nothing says that the path is open. */
  public Problem(String text, Owner owner, String advice, Optional<Fault> cause) {
    this(text, owner, advice, cause, false);
  }

  /**
   * The advice for all problems without repetition, then the catalogue's own. The latter is about
   * the path to the destination. It is left out if the vendor's server was reached; if the path is
   * open, as a stand-in answered or only idle connections end; and if no name server answers, which
   * is one problem for all rules.
   */
  public static String advice(Rule rule, List<Problem> problems) {
    boolean elsewhere =
        (rule.judging().external() && problems.stream().allMatch(Problem::isVendors))
            || (!problems.isEmpty()
                && (problems.stream().allMatch(Problem::open)
                    || problems.stream().allMatch(Problem::isNameServers)));
    return advice(
        Stream.concat(
            problems.stream().map(Problem::advice),
            elsewhere ? Stream.empty() : Stream.of(rule.advice())));
  }

  private boolean isVendors() {
    return owner == Owner.VENDOR
        && cause
            .filter(fault -> fault.phase() == Phase.TLS || fault.phase() == Phase.EXCHANGE)
            .isPresent();
  }

  private boolean isNameServers() {
    return cause.filter(fault -> fault.kind() == FaultKind.NAME_SERVER_FAILED).isPresent();
  }

  /** The advice for all problems without repetition, and without the catalogue's. */
  public static String advice(List<Problem> problems) {
    return advice(problems.stream().map(Problem::advice));
  }

  private static String advice(Stream<String> each) {
    return each.filter(advice -> !advice.isBlank()).distinct().collect(Collectors.joining(" "));
  }
}
