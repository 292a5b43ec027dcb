package dev.rollcall.plan;

import dev.rollcall.model.Attempt;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import java.util.Objects;

/** A protocol with its settings: one question, ready to be put to any address. */
public record Ask<S extends Record>(Protocol<S> protocol, S settings) {
  public Ask {
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(settings);
  }

  /** Asks once, as {@link Prober#attempt} does: it throws for nothing that the network does. */
  public Attempt attempt(Session session) {
    return Prober.attempt(protocol, settings, session);
  }
}
