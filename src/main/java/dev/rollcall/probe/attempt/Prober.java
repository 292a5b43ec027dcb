package dev.rollcall.probe.attempt;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.text.LiteralAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes one attempt: runs a protocol in a session and turns whatever happens into an outcome. */
public final class Prober {
  /** The longest time after the deadline to explain a fault. */
  public static final Duration SECOND_TRY = Duration.ofSeconds(3);

  private Prober() {}

  /**
   * Never throws because of the network, the peer or the protocol. Returns at the session's
   * deadline at the latest, plus {@link #SECOND_TRY} if a second try explains a dead path. If a
   * library ignores the deadline, the caller must {@link Session#abort} the session after that
   * time: the attempt then ends as TIMED_OUT.
   */
  public static <S extends Record> Attempt attempt(
      Protocol<S> protocol, S settings, Session session) {
    try {
      return held(protocol, settings, session);
    } finally {
      // Always, as others wait for the permit and the memory.
      session.budget().pause();
      session.close();
    }
  }

  private static <S extends Record> Attempt held(
      Protocol<S> protocol, S settings, Session session) {
    session.budget().resume();
    session.credentials().prepare();
    Duration before = session.budget().unaccounted();
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    Outcome outcome;
    noteOwnAddress(session);
    try {
      protocol.probe(session, settings);
      session.standIn().judge(session);
      if (session.dialler().smallOnly()) {
        // A path may lose only large packets.
        session.observe(Observation.Note.SMALL_PACKETS);
      }
      BrowserLook.look(session);
      outcome = answered(session);
    } catch (IOException | ProbeException e) {
      outcome =
          failed(session, session.budget().aborted() ? session.budget().ended() : session.fault(e));
    } catch (OutOfMemoryError e) {
      // Its sockets and their data are no longer needed.
      session.close();
      outcome = failed(session, outOfMemory(session));
    } catch (RuntimeException | Error e) {
      // An aborted library may throw anything; otherwise it is a defect.
      outcome =
          failed(
              session,
              session.budget().aborted()
                  ? session.budget().ended()
                  : Fault.internal(session.phase(), "probing", e));
    }
    Duration took =
        Duration.ofNanos(System.nanoTime() - start)
            .minus(session.budget().unaccounted())
            .plus(before);
    if (outcome instanceof Outcome.Failed failed && !session.budget().aborted()) {
      outcome = failed(session, explained(session, failed.fault()));
    }
    return new Attempt(
        session.dialler().flows().start().orElse(startedAt),
        took,
        session.budget().phases().times(),
        session
            .dialler()
            .source()
            .or(() -> LocalNetwork.sourceTowards(session.route().dialled().address()))
            .map(LiteralAddress::of)
            .orElse(""),
        session.dialler().datagramsSent(),
        session.dialler().datagramsLost(),
        outcome,
        session.findings().followUps(),
        session.credentials().right(),
        session.dialler().flows().flows(),
        Optional.empty());
  }

  /** With a source that the site file sets, source and destination differ also on one host. */
  private static void noteOwnAddress(Session session) {
    InetAddress dialled = session.route().dialled().address();
    if (session.dialler().bindAddress().filter(source -> !source.equals(dialled)).isPresent()
        && LocalNetwork.isOwn(dialled)) {
      session.observe(Observation.Note.OWN_ADDRESS);
    }
  }

  private static Outcome answered(Session session) {
    return session
        .findings()
        .undecided()
        .<Outcome>map(
            gap ->
                new Outcome.Undecided(
                    gap, session.findings().observations(), session.findings().concerns()))
        .orElseGet(
            () ->
                new Outcome.Answered(
                    session.findings().observations(), session.findings().concerns()));
  }

  private static Outcome failed(Session session, Fault fault) {
    return new Outcome.Failed(
        fault, session.findings().observations(), session.findings().concerns());
  }

  /** If the second look fails, the first result stays. */
  private static Fault explained(Session session, Fault fault) {
    try {
      return SecondTry.explain(fault, session);
    } catch (RuntimeException | Error e) {
      return fault;
    }
  }

  private static Fault outOfMemory(Session session) {
    return new Fault(
        session.phase(),
        FaultKind.INTERNAL,
        "Java ran out of memory (its limit is "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB)",
        Clue.HOST_BUSY);
  }
}
