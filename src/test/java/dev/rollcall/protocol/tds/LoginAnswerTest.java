package dev.rollcall.protocol.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.tds.LoginPeer.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginAnswerTest {
  private static byte[] cleared(Tokens tokens) throws ProbeException {
    return cleared(tokens.get());
  }

  /** The tokens in the packets that the driver gets. */
  private static byte[] cleared(byte[] message) throws ProbeException {
    ByteBuffer packets = ByteBuffer.wrap(LoginAnswer.of(message).packets());
    ByteArrayOutputStream tokens = new ByteArrayOutputStream();
    while (packets.hasRemaining()) {
      byte[] packet = new byte[packets.getShort(packets.position() + 2)];
      packets.get(packet);
      tokens.write(packet, Prelogin.HEADER, packet.length - Prelogin.HEADER);
    }
    return tokens.toByteArray();
  }

  private static Tokens error(String text) {
    Tokens error = new Tokens().u32(18456).u8(1).u8(14).u16(text.length());
    return error.bytes(text.getBytes(UTF_16LE)).text("MSSQL").text("").u32(1);
  }

  private static Tokens acknowledged() {
    return new Tokens().u8(1).u32(0x04000074).text("Microsoft SQL Server").u32(0xe8030010);
  }

  private static Tokens packetSize(String size) {
    return new Tokens().token(0xe3, new Tokens().u8(4).text(size).text("4096"));
  }

  private static Fault malformed(Tokens tokens) {
    ProbeException thrown = assertThrows(ProbeException.class, () -> cleared(tokens));
    assertEquals(FaultKind.MALFORMED, thrown.fault().kind());
    return thrown.fault();
  }

  /** The driver makes room for a packet of whatever size. */
  @Test
  void theSizeOfPacketsIsHeld() throws ProbeException {
    for (String size : List.of("512", "8000", "32767")) {
      LoginAnswer answer = LoginAnswer.of(packetSize(size).get());
      assertEquals(Integer.parseInt(size), answer.packetSize());
      assertTrue(answer.packets().length > 8);
    }
    for (String size : List.of("2147483647", "-1", "0", "511", "32768", "", "8000\0", "8 000")) {
      assertTrue(malformed(packetSize(size)).evidence().contains("the size of packets"), size);
    }
  }

  @Test
  void packetsAreNoLargerThanAgreedOn() throws ProbeException {
    Tokens all = packetSize("512");
    for (int i = 0; i < 40; i++) {
      all.token(0xab, new Tokens().bytes(new byte[60]));
    }
    ByteBuffer packets = ByteBuffer.wrap(LoginAnswer.of(all.get()).packets());
    ByteArrayOutputStream tokens = new ByteArrayOutputStream();
    while (packets.hasRemaining()) {
      int at = packets.position();
      int length = packets.getShort(at + 2) & 0xffff;
      assertTrue(length <= 512, () -> "a packet of " + length);
      tokens.write(packets.array(), at + 8, length - 8);
      packets.position(at + length);
      assertEquals(packets.hasRemaining() ? 0 : 1, packets.get(at + 1));
    }
    assertArrayEquals(all.get(), tokens.toByteArray());
  }

  /** The driver goes by what a token holds, and would read what is hidden behind it as tokens. */
  @Test
  void nothingHidesInAToken() {
    byte[] routing = LoginPeer.routing("db2.uni.edu", 1433);
    malformed(new Tokens().token(0xaa, error("No.").bytes(routing)));
    malformed(new Tokens().token(0xad, acknowledged().bytes(routing)));
    malformed(new Tokens().token(0xaa, new Tokens().u32(18456).u8(1).u8(14).u16(0xffff)));
    malformed(new Tokens().token(0xad, new Tokens().u8(1).u32(0).u8(0xff)));
  }

  @Test
  void everyTokenOfALoginIsPassedOn() throws ProbeException {
    Tokens all = new Tokens();
    for (int counted : new int[] {0xa9, 0xab, 0xed}) {
      all.token(counted, new Tokens().u32(1));
    }
    all.token(0xaa, error("No."));
    all.token(0xad, acknowledged());
    all.u8(0xe4).u32(2).u16(7).u8(0xee).u32(1).u8(7).u8(0x79).u32(0);
    // FEATUREEXTACK with two features.
    all.u8(0xae).u8(4).u32(1).u8(1).u8(10).u32(0).u8(0xff);
    for (int done : new int[] {0xfd, 0xfe, 0xff}) {
      all.u8(done).u32(0).u32(0).u32(0);
    }
    assertArrayEquals(all.get(), cleared(all));
    assertArrayEquals(LoginPeer.accepted(), cleared(LoginPeer.accepted()));
  }

  @Test
  void aPartnersChangeBecomesOneThatDriversPassOver() throws ProbeException {
    byte[] partner = LoginPeer.partner("mirror");
    byte[] cleared = cleared(partner);
    assertEquals(13, partner[3]);
    partner[3] = 15;
    assertArrayEquals(partner, cleared);
  }

  @Test
  void bothKindsOfRoutingEndIt() {
    for (int type : new int[] {20, 21}) {
      byte[] routing = LoginPeer.routing("db2\u001b.uni.edu", 1444);
      routing[3] = (byte) type;
      ProbeException routed = assertThrows(ProbeException.class, () -> cleared(routing));
      assertTrue(
          routed.fault().evidence().contains("db2\\u001b.uni.edu, port 1444"),
          routed.fault()::evidence);
    }
  }

  @Test
  void whatIsNoTokenIsMalformed() {
    for (String hex :
        List.of(
            "00",
            "aa",
            "aaff00",
            "e3",
            "e30000",
            "e3020014",
            "e30a00140000000000ffff0000",
            "fd00",
            "e4ffffffff",
            "ae04ffffff7f",
            "ae")) {
      ProbeException thrown =
          assertThrows(ProbeException.class, () -> cleared(HexFormat.of().parseHex(hex)), hex);
      assertEquals(FaultKind.MALFORMED, thrown.fault().kind(), hex);
    }
  }

  @Test
  void theDriverGetsOneSocket() throws IOException {
    try (Socket socket = new Socket()) {
      String key = DriverSockets.keep(socket);
      assertEquals(socket, new DriverSockets(key).createSocket());
      assertThrows(IOException.class, () -> new DriverSockets(key).createSocket());
      String forgotten = DriverSockets.keep(socket);
      DriverSockets.forget(forgotten);
      assertThrows(IOException.class, () -> new DriverSockets(forgotten).createSocket());
    }
  }
}
