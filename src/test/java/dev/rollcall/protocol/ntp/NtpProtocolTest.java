package dev.rollcall.protocol.ntp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.UdpPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtpProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(700);

  /** On a busy host, too, the last sending comes before the deadline. */
  private static final Duration EVERY_SENDING = Duration.ofSeconds(4);

  private static Attempt attempt(UdpPeer.Script script, Duration timeout) throws IOException {
    try (UdpPeer peer = UdpPeer.answering(script)) {
      return Probes.attempt(new NtpProtocol(), new NtpSettings(), peer, timeout);
    }
  }

  private static Attempt against(NtpServer server) throws IOException {
    return attempt((question, turn) -> List.of(server.answer(question)), LONG);
  }

  private static Observation.Clock clock(Attempt attempt) {
    return (Observation.Clock)
        attempt.outcome().observations().stream()
            .filter(Observation.Clock.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void aGoodServerPassesWithItsFacts() throws IOException {
    Attempt attempt = against(NtpServer.GOOD);
    Probes.answered(attempt);
    assertEquals("2", Probes.fact(attempt, "ntp.stratum"));
    assertEquals("198.18.0.1", Probes.fact(attempt, "ntp.refid"));
    assertTrue(Probes.fact(attempt, "ntp.offset").matches("[+-]0\\.[0-9]{3} s"));
    assertEquals("ntp", clock(attempt).source());
    assertEquals("", Probes.concerns(attempt));
    assertEquals(1, attempt.sent());
    assertTrue(attempt.phases().containsKey(Phase.EXCHANGE), attempt.phases()::toString);
  }

  @Test
  void silenceIsNoPassAndTheQueryRevealsNothingOfThisHostAndNeverRepeats() throws IOException {
    try (UdpPeer peer = UdpPeer.answering((question, turn) -> List.of())) {
      Attempt attempt = Probes.attempt(new NtpProtocol(), new NtpSettings(), peer, EVERY_SENDING);
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.SILENT_DATAGRAM), fault.clue());
      assertEquals(7, attempt.sent());
      List<byte[]> questions = peer.received();
      assertEquals(7, questions.size());
      for (byte[] question : questions) {
        assertEquals(48, question.length);
        assertEquals(0x23, question[0], "version 4, mode 3");
        assertArrayEquals(new byte[39], Arrays.copyOfRange(question, 1, 40));
      }
      assertNotEquals(stamp(questions.get(0)), stamp(questions.get(1)));
      assertNotEquals(stamp(questions.get(1)), stamp(questions.get(2)));
    }
  }

  private static String stamp(byte[] question) {
    return Arrays.toString(Arrays.copyOfRange(question, 40, 48));
  }

  /** A host with several addresses, whose daemon is bound to none of them. */
  @Test
  void anAnswerFromAnotherAddressIsNamedAndNoPass() throws IOException {
    for (boolean ours : new boolean[] {true, false}) {
      UdpPeer.Script script =
          (question, turn) ->
              List.of(ours ? NtpServer.GOOD.answer(question) : NtpServer.GOOD.answer(1));
      try (UdpPeer peer = UdpPeer.answeringFromElsewhere(script)) {
        Attempt attempt = Probes.attempt(new NtpProtocol(), new NtpSettings(), peer, SHORT);
        Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
        assertEquals(Optional.of(ours ? Clue.OTHER_SOURCE : Clue.SILENT_DATAGRAM), fault.clue());
        assertEquals(ours, fault.evidence().contains("127.0.0.2"), fault::evidence);
      }
    }
  }

  @Test
  void aLostAnswerIsAskedForAgain() throws IOException {
    Attempt attempt =
        attempt(
            (question, turn) -> turn == 0 ? List.of() : List.of(NtpServer.GOOD.answer(question)),
            Duration.ofSeconds(3));
    Probes.answered(attempt);
    assertEquals(2, attempt.sent());
  }

  @Test
  void anAnswerToAnotherQuestionIsNotOurs() throws IOException {
    Attempt attempt =
        attempt((question, turn) -> List.of(NtpServer.GOOD.answer(0x0123456789abcdefL)), SHORT);
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
    assertTrue(fault.evidence().contains("does not echo our time stamp"), fault::evidence);
  }

  @Test
  void aForgedAnswerBeforeTheTrueOneIsPassedOver() throws IOException {
    Attempt attempt =
        attempt(
            (question, turn) ->
                List.of(
                    NtpServer.GOOD.withAhead(Duration.ofDays(1)).answer(0L),
                    new byte[] {1, 2, 3},
                    NtpServer.GOOD.answer(question)),
            LONG);
    Probes.answered(attempt);
    assertEquals("", Probes.concerns(attempt));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "47"})
  void aShortDatagramIsMalformed(int length) throws IOException {
    Attempt attempt = attempt((question, turn) -> List.of(new byte[length]), SHORT);
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "5", "6", "7"})
  void onlyAServersModeIsAnAnswer(int mode) throws IOException {
    Attempt attempt =
        attempt((question, turn) -> List.of(NtpServer.GOOD.withMode(mode).answer(question)), SHORT);
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
  }

  @ParameterizedTest
  @CsvSource({"48", "68", "1024", "60000"})
  void whatFollowsTheHeaderIsNotRead(int length) throws IOException {
    Attempt attempt =
        attempt(
            (question, turn) -> List.of(NtpServer.longer(NtpServer.GOOD.answer(question), length)),
            LONG);
    Probes.answered(attempt);
  }

  @ParameterizedTest
  @CsvSource({"DENY", "RSTR", "RATE"})
  void aKissOfDeathIsARefusal(String code) throws IOException {
    Attempt attempt = against(NtpServer.GOOD.kissing(code));
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.DENIED, attempt);
    assertTrue(fault.evidence().contains(code), fault::evidence);
    assertEquals(
        code.equals("RATE") ? Optional.of(Clue.THROTTLED) : Optional.empty(), fault.clue());
    assertEquals(1, attempt.sent());
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "3, 0", "0, 0", "0, 16", "3, 16", "0, 255"})
  void anUnsynchronisedServerIsNoTimeServer(int leap, int stratum) throws IOException {
    Attempt attempt = against(NtpServer.GOOD.withLeap(leap).withStratum(stratum));
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
    assertTrue(fault.evidence().contains("unsynchronised"), fault::evidence);
    assertEquals(Optional.of(Clue.SERVICE_ERROR), fault.clue());
  }

  @Test
  void aServerThatStartsSaysSo() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, against(NtpServer.GOOD.kissing("INIT")));
    assertTrue(fault.evidence().endsWith("code INIT"), fault::evidence);
  }

  @ParameterizedTest
  @CsvSource({"PT-3S, behind, false", "PT3S, ahead of, false", "PT400S, ahead of, true"})
  void clocksThatDifferNeedAPerson(Duration ahead, String word, boolean kerberos)
      throws IOException {
    Attempt attempt = against(NtpServer.GOOD.withAhead(ahead));
    assertEquals("CLOCK", Probes.concerns(attempt));
    String text = Probes.answered(attempt).concerns().get(0).text();
    assertTrue(text.contains(word), text);
    assertEquals(kerberos, text.contains("Kerberos"), text);
    Observation.Clock clock = clock(attempt);
    Duration error = clock.offset().minus(ahead).abs();
    assertTrue(error.compareTo(clock.uncertainty()) <= 0, clock::toString);
  }

  @ParameterizedTest
  @CsvSource({
    // A Windows domain controller without a good source of its own.
    "PT0.03S, PT10.5S, PT10M, FAIL",
    "PT0S, PT16S, PT1M, FAIL",
    "PT6.2S, PT0S, PT1M, FAIL",
    // A server that lost its source: 15 µs in a second, 3.1 s in 58 hours, which it says itself.
    "PT0.03S, PT3.15S, PT58H, FAIL",
    "PT0S, PT2.9S, PT1M, WARN",
    "PT0S, PT1.6S, PT1M, WARN",
    // chronyd follows this one.
    "PT0S, PT1.56S, PT29H, WARN",
    "PT0S, PT0S, PT-1H, WARN",
    // Since 1970: a server that does not know.
    "PT0S, PT0S, PT490000H, WARN",
    "PT0.2S, PT1.2S, PT1M, PASS",
    "PT0.03S, PT0.01S, PT96H, PASS",
    "PT0.03S, PT0.02S, PT480H, PASS",
  })
  void aServerThatClientsDoNotFollowIsNoTimeServer(
      Duration delay, Duration dispersion, Duration age, String wanted) throws IOException {
    Attempt attempt = against(NtpServer.GOOD.withRoot(delay, dispersion, age));
    if (wanted.equals("FAIL")) {
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      assertTrue(fault.evidence().contains("chrony follows no server above 3 s"), fault::evidence);
      assertEquals(
          age.toDays() > 1, fault.evidence().contains("lost its own source"), fault::evidence);
      assertEquals(Optional.of(Clue.SERVICE_ERROR), fault.clue());
      assertEquals("2", Probes.fact(attempt, "ntp.stratum"));
    } else {
      assertEquals(wanted.equals("WARN") ? "SERVER_CONFIGURATION" : "", Probes.concerns(attempt));
      Probes.answered(attempt);
    }
  }

  @Test
  void aServerThatDoesNotTellWhenItsClockWasSetIsNotBlamedForIt() throws IOException {
    Attempt attempt =
        attempt(
            (question, turn) -> {
              byte[] answer = NtpServer.GOOD.answer(question);
              Arrays.fill(answer, 16, 24, (byte) 0);
              return List.of(answer);
            },
            LONG);
    Probes.answered(attempt);
    assertEquals("", Probes.concerns(attempt));
  }
}
