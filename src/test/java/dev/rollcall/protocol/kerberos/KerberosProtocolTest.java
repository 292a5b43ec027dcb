package dev.rollcall.protocol.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.UdpPeer;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerberosProtocolTest {
  private static final String REALM = "UNI.EDU";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(700);

  /** On a busy host, too, the last of seven sendings comes before the deadline. */
  private static final Duration PATIENT = Duration.ofSeconds(5);

  private static Attempt udp(String principal, Duration timeout, byte[]... answers)
      throws IOException {
    try (UdpPeer peer = UdpPeer.answering((question, turn) -> List.of(answers))) {
      return Probes.attempt(
          new KerberosProtocol(), new KerberosSettings(REALM, principal), peer, timeout);
    }
  }

  private static Attempt udp(byte[]... answers) throws IOException {
    return udp("alice", LONG, answers);
  }

  /** A KDC that reads one framed message, answers those bytes and closes. */
  private static Attempt tcp(byte[] answer, Duration timeout) throws IOException {
    Peer.Service service =
        socket -> {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          in.readFully(new byte[in.readInt()]);
          socket.getOutputStream().write(answer);
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(
          new KerberosProtocol(), new KerberosSettings(REALM, "alice"), peer, timeout);
    }
  }

  /**
   * Asserts that the KDC's clock, which counts whole seconds, is that far ahead, and that both
   * clocks were read between that time and now, as far as their uncertainty tells.
   */
  private static void assertClock(Attempt attempt, Instant from, Duration ahead) {
    Instant to = Instant.now();
    Observation.Clock clock = clock(attempt);
    Instant theirs = clock.server().minus(ahead);
    assertTrue(!theirs.isBefore(from.minusSeconds(1)) && !theirs.isAfter(to), clock::toString);
    Instant ours = clock.server().minus(clock.offset());
    assertTrue(
        !ours.isBefore(from.minus(clock.uncertainty()))
            && !ours.isAfter(to.plus(clock.uncertainty())),
        clock::toString);
  }

  private static Observation.Clock clock(Attempt attempt) {
    return (Observation.Clock)
        attempt.outcome().observations().stream()
            .filter(Observation.Clock.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void preAuthenticationRequiredIsTheNormalProof() throws IOException {
    Instant from = Instant.now();
    for (Attempt attempt :
        List.of(
            udp(SampleKdcAnswers.error(25, REALM)),
            tcp(SampleKdcAnswers.framed(SampleKdcAnswers.error(25, REALM)), LONG))) {
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
      assertEquals("UNI.EDU", Probes.fact(attempt, "kerberos.realm"));
      assertEquals(
          "KRB-ERROR 25 KDC_ERR_PREAUTH_REQUIRED", Probes.fact(attempt, "kerberos.answer"));
      assertEquals("kerberos", clock(attempt).source());
      assertClock(attempt, from, Duration.ZERO);
      assertEquals(List.of(), attempt.followUps());
      assertTrue(attempt.phases().containsKey(Phase.EXCHANGE), attempt.phases()::toString);
    }
  }

  private static Attempt inTurn(String realm, String principal, byte[]... answers)
      throws IOException {
    return inTurn(realm, principal, PATIENT, answers);
  }

  /** Silent after these answers. */
  private static Attempt inTurn(String realm, String principal, Duration timeout, byte[]... answers)
      throws IOException {
    try (UdpPeer peer =
        UdpPeer.answering(
            (question, turn) -> turn < answers.length ? List.of(answers[turn]) : List.of())) {
      return Probes.attempt(
          new KerberosProtocol(), new KerberosSettings(realm, principal), peer, timeout);
    }
  }

  @Test
  void anUnknownPrincipalIsAConcernOnlyIfTheSiteNamedIt() throws IOException {
    byte[] unknown = SampleKdcAnswers.error(6, REALM);
    byte[] known = SampleKdcAnswers.error(25, REALM);
    Attempt alice = inTurn(REALM, "alice", unknown, known);
    Probes.answered(alice);
    assertEquals("SITE_VALUE", Probes.concerns(alice));
    Attempt usual = inTurn(REALM, KerberosSettings.DEFAULT_PRINCIPAL, unknown, known);
    Probes.answered(usual);
    assertEquals("", Probes.concerns(usual));
    assertEquals(2, usual.sent());
    assertEquals(Optional.of(0), usual.lost());
  }

  /** Heimdal says of every realm that it does not know the principal, and repeats the realm. */
  @Test
  void aKdcThatDoesNotKnowKrbtgtDoesNotServeTheRealm() throws IOException {
    for (String realm : List.of(REALM, "uni.edu")) {
      byte[] echo = SampleKdcAnswers.error(6, realm);
      Attempt attempt = inTurn(realm, "alice", echo, echo, echo);
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
      assertTrue(fault.evidence().contains("krbtgt/" + realm), fault::evidence);
      assertEquals(realm.equals("uni.edu"), fault.evidence().contains("in capitals"));
      assertEquals(3, attempt.sent());
    }
  }

  /** MIT's gives a ticket, Heimdal refuses by policy, Active Directory's krbtgt is disabled. */
  @Test
  void whateverIsSaidOfAKnownKrbtgtProvesTheRealm() throws IOException {
    byte[] unknown = SampleKdcAnswers.error(6, REALM);
    String usual = KerberosSettings.DEFAULT_PRINCIPAL;
    for (byte[] answer :
        List.of(
            SampleKdcAnswers.ticket(REALM, "krbtgt"),
            SampleKdcAnswers.error(12, REALM),
            SampleKdcAnswers.error(18, REALM),
            SampleKdcAnswers.error(52, REALM))) {
      for (Attempt attempt :
          List.of(
              inTurn(REALM, usual, unknown, answer),
              inTurn(REALM, usual, unknown, unknown, answer))) {
        Probes.answered(attempt);
        assertEquals("", Probes.concerns(attempt));
      }
    }
    assertEquals("UNPROVEN", Probes.concerns(inTurn(REALM, usual, Duration.ofSeconds(2), unknown)));
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        inTurn(REALM, usual, unknown, SampleKdcAnswers.error(29, REALM)));
  }

  @ParameterizedTest
  @CsvSource({
    "11, CLOCK",
    "14, SERVER_CONFIGURATION",
    "18, SERVER_CONFIGURATION",
    "23, SERVER_CONFIGURATION",
    "12, ''",
    "91, ''"
  })
  void whatIsSaidOfAKnownPrincipalProvesThePath(int code, String concerns) throws IOException {
    Attempt attempt = udp(SampleKdcAnswers.error(code, REALM));
    Probes.answered(attempt);
    assertEquals(concerns, Probes.concerns(attempt));
  }

  @ParameterizedTest
  @CsvSource({
    "7, WRONG_SITE_VALUE, knows no ticket-granting service",
    "13, , KRB-ERROR 13 KDC_ERR_BADOPTION",
    "29, , KRB-ERROR 29 KDC_ERR_SVC_UNAVAILABLE",
    "60, , KRB-ERROR 60 KRB_ERR_GENERIC",
    "61, , KRB-ERROR 61",
    "9999, , KRB-ERROR 9999"
  })
  void aKdcThatGivesNoTicketsFails(int code, Clue clue, String words) throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, udp(SampleKdcAnswers.error(code, REALM)));
    assertEquals(Optional.ofNullable(clue), fault.clue());
    assertTrue(fault.evidence().contains(words), fault::evidence);
  }

  /** MIT's, after {@code modprinc -allow_tix krbtgt/REALM}: the site file is right. */
  @Test
  void aLockedKrbtgtIsTheKdcsOwn() throws IOException {
    byte[] locked = SampleKdcAnswers.error(7, REALM, Duration.ZERO, "SERVICE LOCKED OUT");
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, udp(locked));
    assertEquals(Optional.empty(), fault.clue());
    assertTrue(fault.evidence().contains("krbtgt/" + REALM + ") is locked"), fault::evidence);
  }

  /** Apache Kerby names the service otherwise; the realm is the one that was asked for. */
  @Test
  void anAnswerThatNamesAnotherServiceIsAnAnswer() throws IOException {
    Probes.answered(udp(SampleKdcAnswers.errorOf("kadmin", 25, REALM)));
    Probes.answered(
        tcp(SampleKdcAnswers.framed(SampleKdcAnswers.errorOf("kadmin", 25, REALM)), LONG));
  }

  @Test
  void aWrongRealmIsTheSiteFiles() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, udp(SampleKdcAnswers.error(68, "OTHER.EDU")));
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertTrue(fault.evidence().contains(REALM), fault::evidence);
  }

  /** RFC 6806 §7: an account of another domain of the forest. */
  @Test
  void aReferralOfTheAskedRealmIsProvenByItsKrbtgt() throws IOException {
    byte[] referral = SampleKdcAnswers.referral(REALM, "STAFF.UNI.EDU");
    String account = "svc@staff.uni.edu";
    Attempt attempt = inTurn(REALM, account, referral, SampleKdcAnswers.error(18, REALM));
    assertTrue(
        Probes.answered(attempt).observations().toString().contains("the realm STAFF.UNI.EDU"),
        attempt::toString);
    assertEquals("", Probes.concerns(attempt));
    assertEquals(2, attempt.sent());
    for (byte[] other : List.of(referral, SampleKdcAnswers.error(68, "OTHER.EDU"))) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE, FaultKind.UNEXPECTED, inTurn(REALM, account, referral, other));
      assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    }
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        inTurn(REALM, account, SampleKdcAnswers.referral("OTHER.EDU", "STAFF.UNI.EDU")));
  }

  @Test
  void anAnswerAboutAnotherRealmIsNotOurs() throws IOException {
    byte[] stranger = SampleKdcAnswers.error(25, "OTHER.EDU");
    Fault udp =
        Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, udp("alice", SHORT, stranger));
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), udp.clue());
    Fault tcp =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, tcp(SampleKdcAnswers.framed(stranger), LONG));
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), tcp.clue());
    Probes.answered(udp(stranger, new byte[] {1, 2, 3}, SampleKdcAnswers.error(25, "uni.edu")));
  }

  @Test
  void tooBigForADatagramAsksForTcp() throws IOException {
    Attempt attempt;
    Target target;
    try (UdpPeer peer =
        UdpPeer.answering((question, turn) -> List.of(SampleKdcAnswers.error(52, REALM)))) {
      target = new Target(Probes.HOST, Port.tcp(peer.address().getPort()));
      attempt =
          Probes.attempt(new KerberosProtocol(), new KerberosSettings(REALM, "alice"), peer, LONG);
    }
    Probes.answered(attempt);
    assertEquals(
        List.of(
            new FollowUp(
                "kerberos",
                target,
                "the KDC's answer fits no datagram, so clients go on over TCP",
                true)),
        attempt.followUps());
    assertTrue(
        attempt.outcome().observations().stream().anyMatch(Observation.Note.class::isInstance));
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        tcp(SampleKdcAnswers.framed(SampleKdcAnswers.error(52, REALM)), LONG));
  }

  @Test
  void aTicketWithoutPreAuthenticationProvesItToo() throws IOException {
    Attempt attempt = udp(SampleKdcAnswers.ticket(REALM, "alice"));
    Probes.answered(attempt);
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        udp("alice", SHORT, SampleKdcAnswers.ticket("OTHER.EDU", "alice")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-310S", "PT310S", "PT87600H"})
  void beyondFiveMinutesNoLoginSucceeds(Duration ahead) throws IOException {
    Instant from = Instant.now();
    Attempt attempt = udp(SampleKdcAnswers.error(25, REALM, ahead));
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
    assertEquals(Optional.of(Clue.CLOCK_SKEW), fault.clue());
    assertClock(attempt, from, ahead);
  }

  /** Well formed, and further off than nanoseconds reach. */
  @ParameterizedTest
  @ValueSource(strings = {"99991231235959Z", "24000101000000Z", "00000101000000Z"})
  void aClockOutOfRangeIsAFact(String stime) throws IOException {
    try (Peer kdc = KdcClockPeer.telling(stime)) {
      Attempt attempt =
          Probes.attempt(new KerberosProtocol(), new KerberosSettings(REALM, "alice"), kdc, LONG);
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      assertEquals(Optional.of(Clue.CLOCK_SKEW), fault.clue());
      assertTrue(fault.evidence().startsWith("the KDC's clock says "), fault::evidence);
      assertTrue(Probes.fact(attempt, "kerberos.clock").contains("more than 100 years"));
      assertTrue(
          attempt.outcome().observations().stream().noneMatch(Observation.Clock.class::isInstance));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+9999999990101000000Z",
        "-9999999990101000000Z",
        "+99990101000000Z",
        "20260101000000.5Z",
        "20261301000000Z",
        "20260101000000",
        ""
      })
  void whatIsNoKerberosTimeIsMalformed(String stime) throws IOException {
    try (Peer kdc = KdcClockPeer.telling(stime)) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.MALFORMED,
          Probes.attempt(new KerberosProtocol(), new KerberosSettings(REALM, "alice"), kdc, LONG));
    }
  }

  @Test
  void aSmallerSkewNeedsAPerson() throws IOException {
    assertEquals(
        "CLOCK", Probes.concerns(udp(SampleKdcAnswers.error(25, REALM, Duration.ofSeconds(200)))));
    assertEquals(
        "", Probes.concerns(udp(SampleKdcAnswers.error(25, REALM, Duration.ofSeconds(60)))));
  }

  @Test
  void theKdcsOwnWordOnSkewCounts() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, udp(SampleKdcAnswers.error(37, REALM)));
    assertEquals(Optional.of(Clue.CLOCK_SKEW), fault.clue());
  }

  @Test
  void silenceIsNeverAPass() throws IOException {
    Attempt attempt = udp("alice", PATIENT);
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
    assertEquals(Optional.of(Clue.SILENT_DATAGRAM), fault.clue());
    assertEquals(7, attempt.sent());
  }

  /** A KDC with several addresses that is bound to none of them. */
  @Test
  void anAnswerFromAnotherAddressIsNamedAndNoPass() throws IOException {
    for (String realm : List.of(REALM, "OTHER.TEST")) {
      try (UdpPeer peer =
          UdpPeer.answeringFromElsewhere(
              (question, turn) -> List.of(SampleKdcAnswers.error(25, realm)))) {
        Attempt attempt =
            Probes.attempt(
                new KerberosProtocol(), new KerberosSettings(REALM, "alice"), peer, SHORT);
        Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
        assertEquals(
            Optional.of(realm.equals(REALM) ? Clue.OTHER_SOURCE : Clue.SILENT_DATAGRAM),
            fault.clue());
      }
    }
  }

  @Test
  void anEchoIsNoAnswer() throws IOException {
    try (UdpPeer peer = UdpPeer.answering((question, turn) -> List.of(question))) {
      Attempt attempt =
          Probes.attempt(new KerberosProtocol(), new KerberosSettings(REALM, "alice"), peer, SHORT);
      Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
    }
  }

  @Test
  void theLengthOverTcpIsBounded() throws IOException {
    for (String head : List.of("00000000", "00020001", "7fffffff", "80000010", "48545450")) {
      byte[] bytes = HexFormat.of().parseHex(head);
      Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, tcp(bytes, LONG));
    }
  }

  @Test
  void closedWithinAMessageIsClosed() throws IOException {
    byte[] whole = SampleKdcAnswers.framed(SampleKdcAnswers.error(25, REALM));
    for (int length : List.of(0, 1, 3, 4, 20)) {
      byte[] cut = Arrays.copyOf(whole, length);
      Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, tcp(cut, LONG));
    }
  }

  @Test
  void whatTheKdcWritesIsMadeHarmless() throws IOException {
    Attempt attempt =
        udp(
            SampleKdcAnswers.error(
                60, REALM, Duration.ZERO, "\u001b]0;owned\u0007\r\n".repeat(500)));
    Probes.fault(attempt);
    ProtocolContract.assertHarmless(attempt.outcome());
  }
}
