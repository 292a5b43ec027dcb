package dev.rollcall.protocol.ntp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.UdpPeer;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.net.ntp.NTPUDPClient;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NtpStandInTest extends StandInContract<NtpSettings> {
  private static final StandInIdentity GUISE =
      new StandInIdentity(Probes.HOST, Optional.empty(), "");

  @Override
  protected Protocol<NtpSettings> protocol() {
    return new NtpProtocol();
  }

  @Override
  protected NtpSettings settings() {
    return new NtpSettings();
  }

  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  private static Optional<byte[]> answer(byte[] request) {
    StandIn standIn = new NtpProtocol().standIn(Transport.UDP, List.of(new NtpSettings()));
    return ((StandIn.Datagrams) standIn).answer(request, GUISE);
  }

  @Test
  void anotherClientTakesItForAServer() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual());
        NTPUDPClient client = new NTPUDPClient()) {
      client.setDefaultTimeout(Duration.ofSeconds(20));
      client.open();
      TimeInfo time = client.getTime(standing.address().getAddress(), standing.address().getPort());
      time.computeDetails();
      NtpV3Packet packet = time.getMessage();
      assertEquals(NtpV3Packet.MODE_SERVER, packet.getMode());
      assertEquals(NtpV3Packet.VERSION_3, packet.getVersion());
      assertEquals(15, packet.getStratum());
      assertArrayEquals(
          StandInMark.reference(), ByteBuffer.allocate(4).putInt(packet.getReferenceId()).array());
      assertTrue(Math.abs(time.getOffset()) < 20_000, "off by " + time.getOffset() + " ms");
    }
  }

  @Test
  void theAnswerEchoesVersionPollAndStamp() {
    byte[] request = new byte[48];
    for (int version = 1; version <= 4; version++) {
      request[0] = (byte) (version << 3 | 3);
      request[2] = 10;
      Arrays.fill(request, 40, 48, (byte) 0x5a);
      byte[] answer = answer(request).orElseThrow();
      assertEquals(48, answer.length);
      assertEquals(version << 3 | 4, answer[0]);
      assertEquals(10, answer[2]);
      assertArrayEquals(Arrays.copyOfRange(request, 40, 48), Arrays.copyOfRange(answer, 24, 32));
    }
  }

  /** Control (6) and private (7) questions amplify; answers (4) would be answered for ever. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 5, 6, 7})
  void onlyClientsAreAnswered(int mode) {
    byte[] request = new byte[468];
    request[0] = (byte) (4 << 3 | mode);
    assertEquals(Optional.empty(), answer(request));
    request[0] = (byte) (2 << 3 | mode);
    assertEquals(Optional.empty(), answer(request));
  }

  /** The machine that plays a time server may have the wrong time. */
  @Test
  void itsClockIsNotJudged() throws IOException {
    int reference = ByteBuffer.wrap(StandInMark.reference()).getInt();
    NtpServer off =
        new NtpServer(
            0, 4, NtpStandIn.STRATUM, reference, Duration.ofMinutes(-20), NtpServer.GOOD.root());
    try (UdpPeer peer = UdpPeer.answering((question, turn) -> List.of(off.answer(question)))) {
      Attempt attempt =
          Probes.attempt(new NtpProtocol(), new NtpSettings(), peer, Duration.ofSeconds(20));
      assertEquals("STAND_IN", Probes.concerns(attempt));
    }
  }

  @Test
  void aLongerQuestionGetsNoLongerAnAnswer() {
    byte[] request = new byte[468];
    request[0] = 4 << 3 | 3;
    assertEquals(48, answer(request).orElseThrow().length);
  }
}
