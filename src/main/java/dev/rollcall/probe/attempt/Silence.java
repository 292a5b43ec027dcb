package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.net.DeadlineSocket;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import javax.net.ssl.SNIServerName;

/**
 * Finds the cause of silence on an open connection: the service, or the path to it. The system of a
 * service that hangs or is stopped still acknowledges data; a filter that drops packets does not.
 *
 * <p>Clues that rest on the answer to another question are only given in a second try: the question
 * itself was repeated then.
 */
public final class Silence {
  /** How often it is looked whether the last bytes were acknowledged, and how long between. */
  private static final int LOOKS = 4;

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Fault fault;
  private final DeadlineSocket socket;
  private final Session session;

  private Silence(Fault fault, DeadlineSocket socket, Session session) {
    this.fault = fault;
    this.socket = socket;
    this.session = session;
  }

  /**
   * Ends our side of the session's last connection, and looks whether the peer then ends its own: a
   * process is there that lives. May be asked when the deadline has passed, and takes less than a
   * second.
   *
   * @return false also where the question will be asked again, so that this decides nothing, and
   *     where what we sent was never acknowledged: then it is not the peer that closes
   */
  public static boolean closesWithUs(Session session) {
    return session.which() != TryNumber.FIRST
        && session
            .dialler()
            .last()
            .filter(socket -> socket.unacknowledged().orElse(0) == 0)
            .filter(DeadlineSocket::closesWithUs)
            .isPresent();
  }

  /** The fault, which is TIMED_OUT, with the times and the clue that a further look gave. */
  static Fault explain(Fault fault, DeadlineSocket socket, Session session) {
    Fault timed =
        new Fault(
            fault.phase(),
            fault.kind(),
            fault.evidence() + times(session, fault.phase()),
            fault.clue());
    boolean open = fault.phase() == Phase.TLS || fault.phase() == Phase.EXCHANGE;
    Silence silence = new Silence(timed, socket, session);
    // A proxy acknowledges whatever its destination does.
    return !open || session.viaProxy() ? timed : silence.explained();
  }

  /** {@code (connect 0.01 s, TLS 4.99 s)}. */
  private static String times(Session session, Phase slow) {
    return session.budget().phases().times().entrySet().stream()
        .filter(each -> each.getKey().compareTo(slow) <= 0)
        .map(
            each ->
                (each.getKey() == Phase.TLS ? "TLS" : each.getKey().word())
                    + " "
                    + Times.seconds(each.getValue(), 2))
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private Fault explained() {
    if (socket.received() > 0 && !stalled()) {
      return with(
          "slow, and not silent: "
              + socket.received()
              + " bytes had come, the last of them "
              + Times.seconds(socket.silence(), 2)
              + " before");
    }
    OptionalLong open = socket.sent() > 0 ? unacknowledged() : OptionalLong.empty();
    if (session.which() == TryNumber.FIRST) {
      return open.isPresent() ? acknowledged(open.getAsLong(), "") : fault;
    }
    boolean taken = open.orElse(0) == 0;
    if (fault.phase() == Phase.TLS && taken) {
      Optional<Fault> large = socket.received() > 0 ? halfway() : small();
      if (large.isPresent()) {
        return large.get();
      }
    }
    if (fault.phase() == Phase.TLS && socket.received() == 0) {
      Optional<Fault> named = named(open);
      if (named.isPresent()) {
        return named.get();
      }
    }
    return closed(open);
  }

  private boolean stalled() {
    return socket.silence().compareTo(session.deadline().whole().dividedBy(2)) > 0;
  }

  /**
   * A TLS handshake that began and then stalled: what was small came, the certificate did not. A
   * peer that merely drips is not meant.
   */
  private Optional<Fault> halfway() {
    return session.which() == TryNumber.SECOND
        ? Optional.of(
            with(
                socket.received()
                    + " bytes of small answers came, the certificate does not: packets above the"
                    + " path's MTU are lost",
                Clue.MTU_BLACK_HOLE))
        : Optional.empty();
  }

  /** The small question names the server too: the name does not matter then, and the size does. */
  private Optional<Fault> small() {
    return isRepeated() && SecondTry.answersSmall(session)
        ? Optional.of(
            with(
                "a question with a small answer was answered, the certificate is not: packets above"
                    + " the path's MTU are lost",
                Clue.MTU_BLACK_HOLE))
        : Optional.empty();
  }

  private Optional<Fault> named(OptionalLong open) {
    Optional<SNIServerName> name = TlsHandshake.sni(session.target().host());
    if (!isRepeated()) {
      return Optional.of(
          with(
              "the same handshake was answered when it was tried again: packets were lost, or the"
                  + " server was slow for a moment"));
    }
    if (name.isEmpty() || TlsQuestion.ask(session, Optional.empty()) == TlsQuestion.Answer.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        open.isPresent() && open.getAsLong() == 0
            ? with(
                "a handshake without the server's name is answered, and this one was acknowledged:"
                    + " what serves this name does not answer",
                Clue.SILENT_SERVICE)
            : with(
                "a handshake without the server's name was answered, and with it not a second time:"
                    + " something on the path filters by that name",
                Clue.SERVER_NAME_FILTER));
  }

  private Optional<Boolean> repeated = Optional.empty();

  /** Whether the same question met silence twice. */
  private boolean isRepeated() {
    if (repeated.isEmpty()) {
      repeated =
          Optional.of(
              session.which() == TryNumber.SECOND
                  || TlsQuestion.ask(session) == TlsQuestion.Answer.NONE);
    }
    return repeated.get();
  }

  /** Closes, and looks who answers that. */
  private Fault closed(OptionalLong open) {
    boolean known = open.isPresent() || socket.finish();
    OptionalLong left = open.isPresent() ? open : unacknowledged();
    if (!known || left.isEmpty()) {
      return with("whether what was sent has arrived is not known on this system");
    }
    if (left.getAsLong() > 0) {
      return acknowledged(left.getAsLong(), "");
    }
    return acknowledged(
        0,
        socket.closesWithUs()
            ? ", and it closed when we did: a process is there, and does not answer"
            : ", and it does not close when we do: the process is stopped, hangs or is overloaded,"
                + " or packets above the path's MTU are lost on the way back");
  }

  private Fault acknowledged(long open, String more) {
    long sent = socket.sent();
    if (open > 0) {
      return with(
          (sent == 0 ? "our end of the connection was" : open + " bytes that we sent were")
              + " never acknowledged: lost on the path, or filtered there",
          Clue.UNACKNOWLEDGED);
    }
    return with(
        (sent == 0 ? "our end of the connection was" : "all " + sent + " bytes that we sent were")
            + " acknowledged"
            + more,
        Clue.SILENT_SERVICE);
  }

  /** What was sent last may still be on its way. */
  private OptionalLong unacknowledged() {
    OptionalLong open = socket.unacknowledged();
    for (int look = 1; look < LOOKS && open.orElse(0) > 0; look++) {
      try {
        session.budget().sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return open;
      }
      open = socket.unacknowledged();
    }
    return open;
  }

  private Fault with(String more) {
    return fault.with(Optional.empty(), more);
  }

  private Fault with(String more, Clue clue) {
    return fault.with(Optional.of(clue), more);
  }
}
