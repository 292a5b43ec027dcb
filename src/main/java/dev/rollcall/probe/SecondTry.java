package dev.rollcall.probe;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Looks again after a connection that opened went dead, to tell filters on the path from servers
 * that fail. Harmless: at most two further TLS handshakes that are never completed into a request.
 */
final class SecondTry {
  /** Of each of the two tries. */
  private static final Duration LONGEST = Prober.SECOND_TRY.dividedBy(2);

  /** How long a silent connection is watched for a reset. */
  private static final Duration LOOK = Duration.ofMillis(700);

  private SecondTry() {}

  /** The fault, with the clue that a further look gave. */
  static Fault explain(Fault fault, Session session) {
    boolean dead =
        fault.kind() == FaultKind.RESET
            || fault.kind() == FaultKind.CLOSED
            || fault.kind() == FaultKind.TIMED_OUT;
    Optional<DeadlineSocket> last = session.last();
    if (!dead || fault.clue().isPresent() || last.isEmpty()) {
      return fault;
    }
    if (last.get().received() > 0) {
      return halfway(fault, last.get(), session);
    }
    if (fault.kind() == FaultKind.RESET && (last.get().sent() == 0 || cutUnasked(session))) {
      return Faults.RESET_AT_ACCEPT;
    }
    if (fault.phase() == Phase.TLS) {
      return afterHello(fault, session);
    }
    if (fault.phase() != Phase.EXCHANGE || fault.kind() == FaultKind.CLOSED) {
      return fault;
    }
    if (fault.kind() == FaultKind.TIMED_OUT) {
      return clue(
          fault,
          Clue.SYN_PROXY,
          "the connection is accepted and then not a byte comes: a device on the path may accept"
              + " for a dead path, or the server hangs");
    }
    return clue(fault, Clue.CUT_AFTER_FIRST_PAYLOAD, "cut as soon as the first bytes were sent");
  }

  /**
   * A TLS handshake that began and then stalled: what was small came, the certificate did not. A
   * peer that merely drips is not meant.
   */
  private static Fault halfway(Fault fault, DeadlineSocket socket, Session session) {
    boolean stalled = socket.silence().compareTo(session.patience().dividedBy(2)) > 0;
    return fault.phase() == Phase.TLS && fault.kind() == FaultKind.TIMED_OUT && stalled
        ? clue(
            fault,
            Clue.MTU_BLACK_HOLE,
            socket.received()
                + " bytes of small answers came, the certificate does not: packets above the"
                + " path's MTU are lost")
        : fault;
  }

  /** Whether the peer resets a connection on which nothing is sent. */
  private static boolean cutUnasked(Session first) {
    try (Session again = first.sibling(Deadline.after(LOOK))) {
      again.dial().readSome(1);
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * The small question goes first: it names the server too, so that an answer to it says that the
   * name does not matter and the size does.
   */
  private static Fault afterHello(Fault fault, Session session) {
    if (fault.kind() == FaultKind.TIMED_OUT && answersSmall(session)) {
      return clue(
          fault,
          Clue.MTU_BLACK_HOLE,
          "a question with a small answer was answered, the certificate is not: packets above the"
              + " path's MTU are lost");
    }
    if (TlsHandshake.sni(session.target().host()).isPresent() && answersWithoutName(session)) {
      return clue(
          fault,
          Clue.SERVER_NAME_FILTER,
          "a second try without the server's name was answered: something on the path filters by"
              + " that name");
    }
    if (fault.kind() == FaultKind.TIMED_OUT) {
      return clue(
          fault,
          Clue.SYN_PROXY,
          "the connection is accepted and then not a byte comes: a device on the path may accept"
              + " for a dead path, or the server hangs");
    }
    return fault.kind() == FaultKind.RESET
        ? clue(
            fault,
            Clue.CUT_AFTER_FIRST_PAYLOAD,
            "cut as soon as the ClientHello was sent, with and without the server's name")
        : fault;
  }

  /** Whether TLS comes alive when the ClientHello names no server. */
  private static boolean answersWithoutName(Session first) {
    try (Session again = again(first)) {
      Connection connection = again.dialThrough();
      try {
        TlsHandshake.handshake(connection.socket(), first.target().host(), Optional.empty());
        return true;
      } catch (SSLException e) {
        // An alert is an answer: the path is alive. A plain close is not.
        return again.last().map(socket -> socket.received() > 0).orElse(false);
      }
    } catch (IOException | ProbeException e) {
      return false;
    }
  }

  /** Whether a ClientHello that must fail brings the few bytes of an alert. */
  private static boolean answersSmall(Session first) {
    try (Session again = again(first)) {
      Connection connection = again.dialThrough();
      connection.write(hopelessHello(first.target().host()));
      connection.read(1);
      return true;
    } catch (EOFException e) {
      return true; // it hung up on a question that it understood, which is an answer too
    } catch (IOException | ProbeException e) {
      return false;
    }
  }

  private static Session again(Session first) throws IOException {
    Duration patience = first.patience();
    return first.sibling(Deadline.after(patience.compareTo(LONGEST) < 0 ? patience : LONGEST));
  }

  private static Fault clue(Fault fault, Clue clue, String more) {
    return new Fault(fault.phase(), fault.kind(), fault.evidence() + "; " + more, clue);
  }

  /**
   * A TLS 1.2 ClientHello (RFC 5246 §7.4.1.2) with the server's name, which offers only
   * TLS_NULL_WITH_NULL_NULL: a server must answer with an alert (§7.2.2).
   */
  private static byte[] hopelessHello(String host) throws IOException {
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeShort(0x0303);
    out.write(new byte[32]);
    out.writeByte(0);
    out.writeShort(2);
    out.writeShort(0);
    out.writeShort(0x0100);
    out.writeShort(name.length + 9);
    out.writeShort(0);
    out.writeShort(name.length + 5);
    out.writeShort(name.length + 3);
    out.writeByte(0);
    out.writeShort(name.length);
    out.write(name);
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
