package dev.rollcall.probe;

import java.io.IOException;

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
}
