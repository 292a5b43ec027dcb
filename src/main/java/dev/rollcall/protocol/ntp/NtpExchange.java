package dev.rollcall.protocol.ntp;

import dev.rollcall.probe.fault.ProbeException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.TimeStamp;

/**
 * The requests of one attempt, matched with their answers.
 *
 * <p>The transmit time stamp of a request is a random number: hosts off the path cannot guess it,
 * and it does not reveal our clock.
 */
final class NtpExchange {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int VERSION = 4;

  private final List<Question> questions = new ArrayList<>();
  private Optional<NtpMeasure> measure = Optional.empty();
  private Optional<ProbeException> stranger = Optional.empty();

  /** A request's stamp, and its time on both clocks. */
  private record Question(long stamp, Instant wall, long nanos) {}

  /** A new question, timed from now. */
  byte[] question() {
    long stamp = RANDOM.nextLong();
    NtpV3Impl packet = new NtpV3Impl();
    packet.setMode(NtpAnswer.MODE_CLIENT);
    packet.setVersion(VERSION);
    packet.setTransmitTime(new TimeStamp(stamp));
    byte[] bytes = packet.getDatagramPacket().getData();
    questions.add(new Question(stamp, Instant.now(), System.nanoTime()));
    return bytes;
  }

  /** Whether a datagram answers one of the questions; it arrived now. */
  boolean accepts(byte[] datagram) {
    long arrived = System.nanoTime();
    Optional<NtpAnswer> answer = servers(datagram);
    if (answer.isEmpty()) {
      stranger =
          Optional.of(
              ProbeException.malformed(
                  quotes -> "the answer is not from an NTP server: " + quotes.bytes(datagram)));
      return false;
    }
    Optional<Question> asked = asked(answer.get());
    if (asked.isPresent()) {
      Question question = asked.get();
      Duration waited = Duration.ofNanos(arrived - question.nanos);
      measure =
          Optional.of(new NtpMeasure(answer.get(), question.wall, question.wall.plus(waited)));
      return true;
    }
    stranger =
        Optional.of(
            ProbeException.unexpected(
                "an NTP answer came back that does not echo our time stamp: it is not the answer"
                    + " to our question"));
    return false;
  }

  /** Whether a server answers one of the questions; nothing is kept of it. */
  boolean echoed(byte[] datagram) {
    return servers(datagram).flatMap(this::asked).isPresent();
  }

  /** A server's answer; empty if it is none. */
  private static Optional<NtpAnswer> servers(byte[] datagram) {
    return NtpAnswer.read(datagram).filter(answer -> answer.mode() == NtpAnswer.MODE_SERVER);
  }

  /** The question that it answers. */
  private Optional<Question> asked(NtpAnswer answer) {
    return questions.stream().filter(question -> question.stamp == answer.originate()).findFirst();
  }

  /** The accepted answer with its times. */
  Optional<NtpMeasure> measure() {
    return measure;
  }

  /** A note on unrelated datagrams; empty if none came. */
  Optional<ProbeException> stranger() {
    return stranger;
  }
}
