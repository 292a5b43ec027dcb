package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.fault.Faults;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.DeadlineSocket;
import dev.rollcall.text.Times;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SNIServerName;

/**
 * Looks again after a connection that opened went dead, to tell filters on the path from servers
 * that fail; the question is repeated before an answer to another one counts. Harmless: at most
 * three further TLS handshakes that are never completed into a request.
 */
final class SecondTry {
  /** How long a silent connection is watched for a reset. */
  private static final Duration LOOK = Duration.ofMillis(700);

  /** The same where the first connection lived long. TCP wrappers cut one after 5 s. */
  private static final Duration LONGEST = Duration.ofSeconds(7);

  /** Bytes. */
  private static final int ALERT_RECORD = 7;

  private SecondTry() {}

  /** The fault, with the clue that a further look gave. */
  static Fault explain(Fault fault, Session session) {
    try (OtherPort other = OtherPort.ask(fault, session, OtherPort.UNUSED)) {
      return other.judge(explained(fault, session));
    }
  }

  private static Fault explained(Fault fault, Session session) {
    if (fault.kind() == FaultKind.TLS_FAILED && TlsSecondLook.tells(fault, session)) {
      return TlsSecondLook.explain(fault, session);
    }
    if (fault.phase() == Phase.TLS && fault.has(Clue.CUT_AFTER_HELLO)) {
      return TlsSecondLook.timed(fault, session);
    }
    Optional<DeadlineSocket> last = session.dialler().last();
    if (fault.clue().isPresent() || last.isEmpty()) {
      return fault;
    }
    // What a server of TLS sends that is asked without TLS (RFC 8446 §5.1, §6).
    if (fault.kind() == FaultKind.MALFORMED
        && last.get().received() == ALERT_RECORD
        && speaksTls(fault, session)) {
      return withTls(fault);
    }
    if (!isDead(fault)) {
      return fault;
    }
    if (fault.kind() == FaultKind.TIMED_OUT) {
      boolean unasked = fault.phase() == Phase.EXCHANGE && last.get().sent() == 0;
      return unasked
              && last.get().received() == 0
              && TlsQuestion.ask(session) != TlsQuestion.Answer.NONE
          ? fault.with(
              Optional.of(Clue.TLS_PEER),
              "the server says nothing first, and answers a ClientHello: it speaks TLS from the"
                  + " first byte")
          : Silence.explain(fault, last.get(), session);
    }
    if (last.get().received() > 0) {
      return fault;
    }
    Duration took = session.budget().phases().times().getOrDefault(fault.phase(), Duration.ZERO);
    if (fault.kind() == FaultKind.RESET) {
      Unasked unasked = last.get().sent() == 0 ? Unasked.RESETS : unasked(session, took);
      if (unasked == Unasked.RESETS) {
        return Faults.RESET_AT_ACCEPT;
      }
      if (unasked == Unasked.CLOSES) {
        return fault.with(
            Optional.empty(),
            "a connection on which nothing is sent is closed, too: the server itself ends it, by a"
                + " list of allowed addresses or a limit of connections");
      }
    }
    if (fault.phase() == Phase.TLS) {
      return TlsSecondLook.tells(fault, session) ? TlsSecondLook.explain(fault, session) : fault;
    }
    if (last.get().sent() > 0 && speaksTls(fault, session)) {
      return withTls(fault);
    }
    if (fault.phase() != Phase.EXCHANGE || fault.kind() == FaultKind.CLOSED) {
      return fault;
    }
    return fault.with(
        Optional.of(Clue.CUT_AFTER_FIRST_PAYLOAD),
        took.compareTo(LOOK) < 0
            ? "cut as soon as the first bytes were sent"
            : "cut " + Times.seconds(took, 1) + " after the first bytes were sent");
  }

  /** Whether a ClientHello is answered where a conversation without TLS failed. */
  private static boolean speaksTls(Fault fault, Session session) {
    return fault.phase() == Phase.EXCHANGE
        && session.trace().isEmpty()
        && !session.viaProxy()
        && TlsQuestion.ask(session) != TlsQuestion.Answer.NONE;
  }

  private static Fault withTls(Fault fault) {
    return fault.with(
        Optional.of(Clue.TLS_PEER),
        "the server answers a ClientHello on the same port: it speaks TLS from the first byte");
  }

  /** Whether a connection that was open is of no use any more. */
  static boolean isDead(Fault fault) {
    return fault.cutsConnection() || fault.kind() == FaultKind.TIMED_OUT;
  }

  /** What the peer does with a connection on which nothing is sent. */
  private enum Unasked {
    RESETS,
    CLOSES,
    KEEPS
  }

  /**
   * Watches a connection on which nothing is sent.
   *
   * @param took how long the first one lived; this one is given a little more
   */
  private static Unasked unasked(Session first, Duration took) {
    Duration longer = took.plus(LOOK);
    Duration look = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    return first.budget().beyondDeadline(look, () -> unasked(first, Deadline.after(look)));
  }

  private static Unasked unasked(Session first, Deadline look) {
    try (Session again = first.sibling(look)) {
      return unasked(again);
    } catch (IOException noConnection) {
      return Unasked.KEEPS;
    }
  }

  private static Unasked unasked(Session again) {
    try {
      again.dial().readSome(1);
      return Unasked.KEEPS;
    } catch (EOFException e) {
      return Unasked.CLOSES;
    } catch (IOException e) {
      return again.fault(e).kind() == FaultKind.RESET ? Unasked.RESETS : Unasked.KEEPS;
    }
  }

  /** Whether a ClientHello that must fail brings the few bytes of an alert; an end is none. */
  static boolean answersSmall(Session first) {
    try (Session again = TlsQuestion.again(first)) {
      Connection connection = again.dialThrough();
      connection.write(hopelessHello(first.target().host()));
      connection.read(1);
      return true;
    } catch (IOException | ProbeException e) {
      return false;
    }
  }

  /**
   * A TLS 1.2 ClientHello (RFC 5246 §7.4.1.2) with the server's name, if it has one, which offers
   * only TLS_NULL_WITH_NULL_NULL: a server must answer with an alert (§7.2.2).
   */
  static byte[] hopelessHello(String host) throws IOException {
    byte[] name = TlsHandshake.sni(host).map(SNIServerName::getEncoded).orElse(new byte[0]);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeShort(0x0303);
    out.write(new byte[32]);
    out.writeByte(0);
    out.writeShort(2);
    out.writeShort(0);
    out.writeShort(0x0100);
    if (name.length > 0) {
      out.writeShort(name.length + 9);
      out.writeShort(0);
      out.writeShort(name.length + 5);
      out.writeShort(name.length + 3);
      out.writeByte(0);
      out.writeShort(name.length);
      out.write(name);
    }
    byte[] hello = body.toByteArray();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    DataOutputStream wrap = new DataOutputStream(record);
    wrap.writeByte(22);
    wrap.writeShort(0x0301);
    wrap.writeShort(hello.length + 4);
    wrap.writeInt(0x01000000 | hello.length);
    wrap.write(hello);
    return record.toByteArray();
  }
}
