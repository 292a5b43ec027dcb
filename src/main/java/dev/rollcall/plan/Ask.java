package dev.rollcall.plan;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import java.util.Objects;

/** A protocol with its settings, ready to probe any address. */
public record Ask<S extends Record>(Protocol<S> protocol, S settings) {
  public Ask {
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(settings);
  }

  /** Whether it sends a mail only once it has logged in. */
  public boolean logsInToMail() {
    return protocol.logsInToMail(settings);
  }

  /** Probes once, as {@link Prober#attempt} does: no network condition makes it throw. */
  public Attempt attempt(Session session) {
    return Prober.attempt(protocol, settings, session);
  }
}
