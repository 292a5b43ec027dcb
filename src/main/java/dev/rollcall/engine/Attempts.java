package dev.rollcall.engine;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Route;
import dev.rollcall.model.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Deadline;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.Surroundings;
import dev.rollcall.probe.TlsPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Makes attempts for one rule, each under its deadline, until it is stopped. */
final class Attempts {
  /** What an attempt may overrun its deadline before its sockets are closed under it. */
  private static final Duration GRACE = Duration.ofMillis(250);

  /** Between two samples of the same address. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Limits limits;
  private final Terms terms;
  private final Pacer pacer;
  private final ScheduledExecutorService watchdog;
  private final Set<Session> live = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  Attempts(Limits limits, Terms terms, Pacer pacer, ScheduledExecutorService watchdog) {
    this.limits = limits;
    this.terms = terms;
    this.pacer = pacer;
    this.watchdog = watchdog;
  }

  /** The samples of one route, one after the other; fewer, if stopped in between. */
  List<Attempt> samples(Rule rule, Ask<?> ask, Route route) throws InterruptedException {
    List<Attempt> made = new ArrayList<>();
    for (int sample = 0; sample < limits.samples() && !stopped; sample++) {
      if (sample > 0) {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
      pacer.begin();
      try {
        Attempt attempt = attempt(rule, ask, route);
        if (!stopped) {
          made.add(attempt);
        }
      } finally {
        pacer.end();
      }
    }
    return made;
  }

  private Attempt attempt(Rule rule, Ask<?> ask, Route route) {
    TlsPolicy tls =
        new TlsPolicy(rule.certificate(), rule.external(), terms.roots(), Instant.now());
    Optional<InetAddress> bind =
        terms.bind().filter(own -> own.getClass() == route.dialled().address().getClass());
    try (Session session = new Session(route, Deadline.after(limits.timeout()), tls, bind)) {
      live.add(session);
      ScheduledFuture<?> end =
          watchdog.schedule(
              session::abort, limits.timeout().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
      try {
        if (stopped) {
          session.abort();
        }
        return ask.attempt(session);
      } finally {
        end.cancel(false);
        live.remove(session);
      }
    }
  }

  /** Whether this host has a way to the route's address at all. */
  boolean hasRoute(Route route) {
    return Surroundings.sourceTowards(route.dialled().address()).isPresent();
  }

  Optional<Ask<?>> ask(Rule rule, FollowUp followUp) {
    return terms.followUps().apply(rule, followUp);
  }

  /** Ends whatever is under way; nothing is begun any more. */
  void stop() {
    stopped = true;
    live.forEach(Session::abort);
  }

  boolean stopped() {
    return stopped;
  }
}
