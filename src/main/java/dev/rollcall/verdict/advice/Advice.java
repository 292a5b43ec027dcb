package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.Optional;

/**
 * Advice for a fault on a path, concrete enough to be mailed to the team that must act. The texts
 * are rows of {@link KindAdvice}, {@link ProxyAdvice}, {@link ClueAdvice} and {@link PlaceAdvice}.
 */
public final class Advice {
  /** What to do about a fault of kind INTERNAL. */
  public static final String DEFECT =
      "This is a defect of Rollcall, not of the destination: report it with the JSON run document.";

  private final Rule rule;
  private final PathText way;
  private final Optional<String> account;
  private final Declared declared;
  private final Optional<PathPlace> place;

  /**
   * @param account of the login, if a login failed
   * @param place where the packets end, if that is known
   */
  Advice(
      Rule rule,
      PathText way,
      Optional<String> account,
      Declared declared,
      Optional<PathPlace> place) {
    this.rule = rule;
    this.way = way;
    this.account = account;
    this.declared = declared;
    this.place = place;
  }

  /**
   * @param owner whom to ask
   */
  String of(Fault fault, Owner owner) {
    Optional<Clue> clue = Owners.clue(fault);
    boolean name =
        clue.map(one -> one == Clue.LOCAL_RESOLVER || one == Clue.SINKHOLE)
            .orElse(
                fault.phase() != Phase.PROXY
                    && (fault.kind() == FaultKind.NAME_NOT_FOUND
                        || fault.kind() == FaultKind.NAME_SERVER_FAILED));
    return name
        ? NameAdvice.of(rule, way.host(), fault)
        : new AdviceText(rule, way, account, fault, owner, place.map(PathPlace::seen).orElse(""))
            .fill(ownFilter(fault, owner) ? KindAdvice.OWN_FILTER : row(fault, clue));
  }

  /** Whether this host's own filter is the likeliest cause of silence or a rejection. */
  private boolean ownFilter(Fault fault, Owner owner) {
    boolean silence =
        fault.clue().isEmpty()
            ? fault.phase() == Phase.CONNECT
            : fault.clue().filter(Clue.SILENT_DATAGRAM::equals).isPresent();
    return way.own() && owner == Owner.THIS_HOST && silence;
  }

  private String row(Fault fault, Optional<Clue> clue) {
    Optional<String> own =
        clue.flatMap(one -> Optional.ofNullable(declared.advice(way.protocol()).get(one)));
    if (own.isPresent()) {
      return own.get();
    }
    if (place.isPresent()) {
      return PlaceAdvice.row(place.get(), rule, way);
    }
    if (clue.isPresent()) {
      return new ClueAdvice(rule, way, fault).row(clue.get());
    }
    if (fault.phase() == Phase.AUTHENTICATE) {
      return KindAdvice.login(fault.kind(), rule, way);
    }
    return fault.phase() == Phase.PROXY
        ? ProxyAdvice.row(fault.kind())
        : KindAdvice.row(fault.kind(), rule, way);
  }
}
