package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Rule;
import java.util.Optional;

/**
 * Advice for a fault on a path, concrete enough to be mailed to the team that must act. The texts
 * are rows of {@link KindAdvice} and {@link ClueAdvice}.
 */
public final class Advice {
  /** What to do about a fault of kind INTERNAL. */
  public static final String DEFECT =
      "This is a defect of Rollcall, not of the destination: report it with the JSON run document.";

  private final Rule rule;
  private final PathText way;
  private final Optional<String> account;
  private final Declared declared;

  /**
   * @param account of the login, if a login failed
   */
  Advice(Rule rule, PathText way, Optional<String> account, Declared declared) {
    this.rule = rule;
    this.way = way;
    this.account = account;
    this.declared = declared;
  }

  String of(Fault fault) {
    Optional<Clue> clue = Owners.clue(fault);
    boolean name =
        clue.map(one -> one == Clue.LOCAL_RESOLVER || one == Clue.SINKHOLE)
            .orElse(
                fault.phase() != Phase.PROXY
                    && (fault.kind() == FaultKind.NAME_NOT_FOUND
                        || fault.kind() == FaultKind.NAME_SERVER_FAILED));
    return name
        ? NameAdvice.of(rule, way.host(), fault)
        : new AdviceText(rule, way, account, fault).fill(row(fault, clue));
  }

  private String row(Fault fault, Optional<Clue> clue) {
    if (clue.isPresent()) {
      String own = declared.advice(way.protocol()).get(clue.get());
      return own == null ? new ClueAdvice(rule, way, fault).row(clue.get()) : own;
    }
    if (fault.phase() == Phase.AUTHENTICATE) {
      return KindAdvice.login(fault.kind(), rule, way);
    }
    return fault.phase() == Phase.PROXY
        ? "{Ask} to allow: {way}."
        : KindAdvice.row(fault.kind(), rule, way);
  }
}
