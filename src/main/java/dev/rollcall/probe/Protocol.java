package dev.rollcall.probe;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Transport;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.Faults;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One protocol's way to ask a destination whether it is there.
 *
 * <p>An implementation is stateless and safe for concurrent use. It asks read-only and harmless
 * questions, dials only through its {@link Session}, and keeps no thread, socket or global state
 * behind.
 *
 * @param <S> its settings: a record whose components are the keys that a rule may set, each with a
 *     {@link Setting}
 */
public interface Protocol<S extends Record> {

  /** The word that catalogues use, lower case. */
  String name();

  /** The settings record; see {@link Setting} for the types that its components may have. */
  Class<S> settings();

  /** One sentence for {@code explain}: what is sent and what proves the destination. */
  String sends();

  /**
   * Asks once. Returning means that the destination answered in this protocol; what was learned is
   * reported to the session as it is learned, so that a later fault loses nothing.
   *
   * @throws ProbeException if the destination did not, with the fault
   * @throws IOException anything that the network did; classified by {@link Faults} with the
   *     session's phase
   */
  void probe(Session session, S settings) throws ProbeException, IOException;

  /**
   * The answering side: speaks on one port for a server that does not exist yet, so that a {@link
   * #probe} with each of these settings is answered, and so is the protocol's usual client, as far
   * as one gets without a login.
   *
   * @param rules the settings of the rules that it stands in for; at least one
   */
  StandIn standIn(Transport transport, List<S> rules);

  /**
   * The names of the facts that a probe reports and that differ from run to run although nothing
   * changed, such as times and sizes. Drift does not compare them.
   */
  default Set<String> volatileFacts() {
    return Set.of();
  }

  /** Whether its requests go through the site's HTTP proxy where the site has one. */
  default boolean usesProxy() {
    return false;
  }

  /** What its {@link #standIn} notes of a visit, so that a log can be read by name of the fact. */
  default VisitFacts visitFacts() {
    return VisitFacts.NONE;
  }

  /**
   * Advice that fits this protocol better than the general one, by the clue of the fault. Places
   * such as {@code {way}} or {@code {Ask}} are filled in as in the general rows.
   */
  default Map<Clue, String> advice() {
    return Map.of();
  }

  /** Whether a load balancer can ask it for the site's health check. */
  default boolean answersHealthChecks() {
    return false;
  }
}
