package dev.rollcall.probe;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.fault.Faults;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import dev.rollcall.probe.settings.YamlKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A protocol that can probe a destination.
 *
 * <p>An implementation is stateless and safe for concurrent use. It sends only harmless, read-only
 * requests, connects only through its {@link Session}, and leaves no thread, socket or global
 * state.
 *
 * @param <S> its settings: a record whose components are the keys that a rule may set, each with a
 *     {@link YamlKey}
 */
public interface Protocol<S extends Record> {

  /** The name in catalogues, lower case. */
  String name();

  /** The settings record; see {@link YamlKey} for the types that its components may have. */
  Class<S> settings();

  /** One sentence for {@code explain}: what is sent and what proves the destination. */
  String sends();

  /**
   * Probes once. Returning means that the destination answered in this protocol; facts are added to
   * the session at once, so that a later fault loses nothing.
   *
   * @throws ProbeException if the destination did not, with the fault
   * @throws IOException any network error; classified by {@link Faults} with the session's phase
   */
  void probe(Session session, S settings) throws ProbeException, IOException;

  /**
   * The stand-in: answers on one port for a server that does not exist yet, both a {@link #probe}
   * with these settings and the protocol's usual clients, up to a login.
   *
   * @param rules the settings of the rules that it stands in for; at least one
   */
  StandIn standIn(Transport transport, List<S> rules);

  /**
   * The names of facts that differ from run to run although nothing changed, such as times and
   * sizes. Drift does not compare them.
   */
  default Set<String> volatileFacts() {
    return Set.of();
  }

  /**
   * The facts that hold no name of a host, an account or another thing of the site, or words of a
   * server that support must see. In a redacted bundle the texts of all others are names.
   */
  default Set<String> plainFacts() {
    return Set.of();
  }

  /** Whether its requests go through the site's HTTP proxy where the site has one. */
  default boolean usesProxy() {
    return false;
  }

  /** Whether it checks a TLS certificate, so that a rule may fail by one. */
  default boolean usesTls() {
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

  /** What firewalls call it, for a change request; by default no more than its own name. */
  default ServiceNames serviceNames() {
    return ServiceNames.of(name());
  }

  /** Whether a load balancer can ask it for the site's health check. */
  default boolean answersHealthChecks() {
    return false;
  }

  /** Whether it sends the mail of {@link Session#mail} where one is requested. */
  default boolean sendsMail() {
    return false;
  }

  /** Whether it sends a mail only once it has logged in, with these settings. */
  default boolean logsInToMail(S settings) {
    return true;
  }

  /** Whether an open connection can idle and then be asked again. */
  default Idling idling() {
    return Idling.NEVER;
  }

  /**
   * Connects and asks once, as {@link #probe}, and keeps the connection open; with the rule's login
   * if {@link #idling} needs it. Sets no TCP keep-alive. Only for a protocol that can.
   *
   * @throws ProbeException if the destination did not answer, or refused the login
   * @throws IOException any network error
   */
  default KeptOpen keepOpen(Session session, S settings) throws ProbeException, IOException {
    throw new UnsupportedOperationException(name());
  }
}
