package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.Datagrams;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One question to a KDC and its answer, over either transport, timed. */
final class KdcExchange {
  /** The most that a datagram can hold; a KDC's errors are far smaller. */
  static final int LARGEST_DATAGRAM = 65_507;

  private final AsRequest request;
  private Instant askedAt = Instant.EPOCH;
  private long asked;
  private long answered;
  private Optional<ProbeException> stranger = Optional.empty();
  private byte[] question = {};
  private byte[] message = {};

  KdcExchange(AsRequest request) {
    this.request = request;
  }

  /**
   * Asks.
   *
   * @throws ProbeException MALFORMED for anything that is no Kerberos, UNEXPECTED for the answer to
   *     another client's request
   */
  KdcAnswer ask(Session session) throws ProbeException, IOException {
    byte[] answer =
        session.target().port().transport() == Transport.UDP
            ? datagram(session.datagrams(other -> wrong(other).isEmpty(), false))
            : stream(session.dial());
    Optional<ProbeException> wrong = wrong(answer);
    if (wrong.isPresent()) {
      throw wrong.get();
    }
    try {
      KdcAnswer read = KdcAnswer.read(answer);
      message = answer;
      if (read instanceof KdcAnswer.Refused refused && refused.bearsMark()) {
        session.standIn().seen("the KRB-ERROR's text");
        KdcAnswer.data(answer).ifPresent(proof -> session.standIn().proof(question, proof));
      }
      return read;
    } catch (MalformedException e) {
      throw KdcAnswer.notKerberos(answer, e);
    }
  }

  /** The answer as it came; empty before. */
  byte[] message() {
    return message;
  }

  /** From the last question to the answer, monotonic. */
  Duration roundTrip() {
    return Duration.ofNanos(answered - asked);
  }

  /** This host's wall clock halfway between question and answer. */
  Instant middle() {
    return askedAt.plus(roundTrip().dividedBy(2));
  }

  private byte[] question() {
    question = request.encode();
    askedAt = Instant.now();
    asked = System.nanoTime();
    return question;
  }

  private byte[] stream(Connection connection) throws ProbeException, IOException {
    byte[] answer = KdcStream.ask(connection, question());
    answered = System.nanoTime();
    return answer;
  }

  private byte[] datagram(Datagrams datagrams) throws ProbeException, IOException {
    try {
      return datagrams.ask(
          this::question,
          datagram -> {
            answered = System.nanoTime();
            Optional<ProbeException> wrong = wrong(datagram);
            if (wrong.isPresent()) {
              stranger = wrong;
            }
            return wrong.isEmpty();
          },
          LARGEST_DATAGRAM);
    } catch (SocketTimeoutException silence) {
      if (stranger.isPresent()) {
        throw stranger.get();
      }
      throw silence;
    }
  }

  /**
   * Why a message is no answer to our question; empty if it is one. A KDC's errors echo neither the
   * nonce nor, always, the client, nor the service (Apache Kerby): what they must name is the
   * realm. Only WRONG_REALM may name another.
   */
  private Optional<ProbeException> wrong(byte[] message) {
    KdcAnswer answer;
    try {
      answer = KdcAnswer.read(message);
    } catch (MalformedException e) {
      return Optional.of(KdcAnswer.notKerberos(message, e));
    }
    if (answer instanceof KdcAnswer.Refused refused) {
      boolean ours = same(refused.realm(), request.realm());
      return ours || refused.code().number() == ErrorCode.WRONG_REALM
          ? Optional.empty()
          : Optional.of(elsewhere(refused.service() + "@" + refused.realm()));
    }
    KdcAnswer.Granted granted = (KdcAnswer.Granted) answer;
    return same(granted.realm(), request.realm())
        ? Optional.empty()
        : Optional.of(elsewhere(granted.client() + "@" + granted.realm()));
  }

  private ProbeException elsewhere(String about) {
    return ProbeException.of(
        FaultKind.UNEXPECTED,
        quotes ->
            "the KDC answered about "
                + quotes.name(about)
                + ", not about the realm "
                + request.realm()
                + " that was asked for",
        Clue.WRONG_SITE_VALUE);
  }

  /** Realms differ by case only by mistake, and Active Directory answers in capitals. */
  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
