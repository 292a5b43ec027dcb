package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.mail.MailRequest;
import java.time.Duration;

/**
 * What is decided about an attempt before it begins.
 *
 * @param ask the protocol to probe with, and its settings
 * @param route the address, and how it is reached
 * @param forSession what its session may use, such as credentials
 * @param timeout how long it may wait for the destination
 * @param which which try it is
 */
record AttemptPlan(
    Ask<?> ask, Route route, SessionContext forSession, Duration timeout, TryNumber which) {
  /** The same once more, with another timeout. */
  AttemptPlan again(Duration time, TryNumber as) {
    return new AttemptPlan(ask, route, forSession, time, as);
  }

  /** Makes it with this session; no network condition makes it throw. */
  Attempt attempt(Session session) {
    return ask.attempt(session);
  }

  /** Whether the run's mail may have been sent by now; it is never sent twice. */
  boolean isMailed() {
    return forSession.mail().filter(MailRequest::isTaken).isPresent();
  }

  Transport transport() {
    return route.dialled().target().port().transport();
  }
}
