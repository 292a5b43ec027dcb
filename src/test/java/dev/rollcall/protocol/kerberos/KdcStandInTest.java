package dev.rollcall.protocol.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SecretLeaks;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.Principal;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KdcStandInTest {
  private static final String SECRET = "correct-horse-7";
  private static final StandInIdentity GUISE =
      new StandInIdentity(Probes.HOST, Optional.empty(), "");

  private abstract static class Contract extends StandInContract<KerberosSettings> {
    @Override
    protected Protocol<KerberosSettings> protocol() {
      return new KerberosProtocol();
    }

    @Override
    protected KerberosSettings settings() {
      return new KerberosSettings("UNI.EDU", "alice");
    }
  }

  @Nested
  class OverTcp extends Contract {
    @Test
    void onAskingAgainItAnswersAgainAndKeepsNothing() throws Exception {
      byte[] request = request(10, "UNI.EDU", true);
      try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
        try (Socket socket =
            new Socket(standing.address().getAddress(), standing.address().getPort())) {
          socket.setSoTimeout(20_000);
          DataInputStream in = new DataInputStream(socket.getInputStream());
          for (int turn = 0; turn < 2; turn++) {
            socket.getOutputStream().write(SampleKdcAnswers.framed(request));
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            assertEquals(6, refusal(answer).code().number());
          }
        }
        standing.awaitVisits(1);
        SecretLeaks.assertNothingOf(SECRET, standing.log());
      }
    }

    @Test
    void anotherRealmIsTheWrongOne() throws IOException {
      try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
        Attempt attempt =
            Prober.attempt(
                new KerberosProtocol(),
                new KerberosSettings("OTHER.EDU", "alice"),
                Probes.session(
                    Probes.route(standing.address(), Transport.TCP),
                    Duration.ofSeconds(20),
                    Probes.policy()));
        Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
        assertEquals(StandInMark.TEXT, Probes.fact(attempt, "kerberos.text"));
      }
    }
  }

  @Nested
  class OverUdp extends Contract {
    @Override
    protected Transport transport() {
      return Transport.UDP;
    }
  }

  private static Optional<byte[]> answer(byte[] request, String... realms) {
    List<KerberosSettings> rules =
        Arrays.stream(realms).map(realm -> new KerberosSettings(realm, "alice")).toList();
    StandIn standIn = new KerberosProtocol().standIn(Transport.UDP, rules);
    return ((StandIn.Datagrams) standIn).answer(request, GUISE);
  }

  private static KdcAnswer.Refused refusal(byte[] answer) throws MalformedException {
    KdcAnswer.Refused refused = (KdcAnswer.Refused) KdcAnswer.read(answer);
    assertTrue(refused.bearsMark(), refused::text);
    return refused;
  }

  /** A request, written byte by byte; with pre-authentication if so wished. */
  private static byte[] request(int type, String realm, boolean preAuthentication) {
    byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
    byte[] name =
        SampleKdcAnswers.tag(
            0x30,
            SampleKdcAnswers.tag(0xa0, new byte[] {2, 1, 2}),
            SampleKdcAnswers.tag(
                0xa1,
                SampleKdcAnswers.tag(
                    0x30,
                    SampleKdcAnswers.tag(0x1b, "krbtgt".getBytes(StandardCharsets.US_ASCII)),
                    SampleKdcAnswers.tag(0x1b, realm.getBytes(StandardCharsets.US_ASCII)))));
    byte[] data =
        SampleKdcAnswers.tag(
            0xa3,
            SampleKdcAnswers.tag(
                0x30,
                SampleKdcAnswers.tag(
                    0x30,
                    SampleKdcAnswers.tag(0xa1, new byte[] {2, 1, 2}),
                    SampleKdcAnswers.tag(0xa2, SampleKdcAnswers.tag(0x04, secret)))));
    return SampleKdcAnswers.tag(
        0x60 + type,
        SampleKdcAnswers.tag(
            0x30,
            SampleKdcAnswers.tag(0xa1, new byte[] {2, 1, 5}),
            SampleKdcAnswers.tag(0xa2, new byte[] {2, 1, (byte) type}),
            preAuthentication ? data : new byte[0],
            SampleKdcAnswers.tag(
                0xa4,
                SampleKdcAnswers.tag(
                    0x30,
                    SampleKdcAnswers.tag(0xa0, new byte[] {3, 5, 0, 0, 0, 0, 0}),
                    SampleKdcAnswers.tag(
                        0xa2,
                        SampleKdcAnswers.tag(0x1b, realm.getBytes(StandardCharsets.US_ASCII))),
                    SampleKdcAnswers.tag(0xa3, name),
                    SampleKdcAnswers.tag(
                        0xa5,
                        SampleKdcAnswers.tag(
                            0x18, "19700101000000Z".getBytes(StandardCharsets.US_ASCII))),
                    SampleKdcAnswers.tag(0xa7, new byte[] {2, 1, 7}),
                    SampleKdcAnswers.tag(
                        0xa8, SampleKdcAnswers.tag(0x30, new byte[] {2, 1, 18}))))));
  }

  /** Error 25 would have the client send a time stamp encrypted with its password's key. */
  @Test
  void preAuthenticationIsNeverAskedFor() throws MalformedException {
    byte[] plain = new AsRequest("UNI.EDU", Principal.of("alice", "UNI.EDU")).encode();
    for (byte[] request : List.of(plain, request(10, "UNI.EDU", true))) {
      KdcAnswer.Refused refused = refusal(answer(request, "UNI.EDU").orElseThrow());
      assertEquals(ErrorCode.CLIENT_UNKNOWN, refused.code().number());
      assertEquals("UNI.EDU", refused.realm());
      assertEquals(Principal.krbtgt("UNI.EDU"), refused.service());
    }
  }

  @Test
  void realmsAreItsRules() throws MalformedException {
    byte[] request = new AsRequest("uni.edu", Principal.of("alice", "uni.edu")).encode();
    assertEquals(6, code(request, "OTHER.EDU", "UNI.EDU"));
    assertEquals(68, code(request, "OTHER.EDU"));
    assertEquals(6, code(request, ""));
  }

  private static int code(byte[] request, String... realms) throws MalformedException {
    return refusal(answer(request, realms).orElseThrow()).code().number();
  }

  @Test
  void aTicketForAServiceIsRefusedWithoutAReason() throws MalformedException {
    assertEquals(60, code(request(12, "UNI.EDU", true), "UNI.EDU"));
  }

  @Test
  void whatIsNoRequestGetsSilence() {
    assertEquals(Optional.empty(), answer(SampleKdcAnswers.MIT_PREAUTH, "UNI.EDU"));
    assertEquals(Optional.empty(), answer(SampleKdcAnswers.ticket("UNI.EDU", "alice"), "UNI.EDU"));
    assertEquals(Optional.empty(), answer(request(14, "UNI.EDU", true), "UNI.EDU"));
    byte[] whole = request(10, "UNI.EDU", true);
    for (int length = 0; length < whole.length; length++) {
      assertEquals(Optional.empty(), answer(Arrays.copyOf(whole, length), "UNI.EDU"));
    }
  }

  /** Two bytes each, of which a reader would make an object of forty. */
  @Test
  void manySmallElementsAreNotDecoded() {
    byte[] many = SampleKdcAnswers.tag(0x6a, SampleKdcAnswers.tag(0x30, new byte[60_000]));
    assertEquals(Optional.empty(), answer(many, "UNI.EDU"));
    assertEquals(
        "a sequence of more than 1000 elements",
        assertThrows(MalformedException.class, () -> KerberosDer.message(many, 10)).getMessage());
  }

  /** A stranger's request may be small; ours and kinit's are not. */
  @Test
  void noAnswerIsLargerThanItsRequest() {
    for (String realm : List.of("A", "UNI.EDU", "A.VERY.LONG.NAME.OF.A.REALM.UNI.EDU")) {
      byte[] ours = new AsRequest(realm, Principal.of("u", realm)).encode();
      int size = answer(ours, realm).orElseThrow().length;
      assertTrue(size <= ours.length, () -> size + " bytes for " + ours.length);
    }
    byte[] small =
        SampleKdcAnswers.tag(
            0x6a,
            SampleKdcAnswers.tag(
                0x30,
                SampleKdcAnswers.tag(
                    0xa4,
                    SampleKdcAnswers.tag(
                        0x30,
                        SampleKdcAnswers.tag(
                            0xa2, SampleKdcAnswers.tag(0x1b, new byte[] {'A'}))))));
    assertEquals(Optional.empty(), answer(small, "A"));
  }
}
