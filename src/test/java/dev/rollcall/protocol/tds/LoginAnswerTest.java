package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.FaultKind;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.protocol.tds.LoginPeer.Tokens;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginAnswerTest {
  private static byte[] cleared(Tokens tokens) throws ProbeException {
    return LoginAnswer.cleared(tokens.get());
  }

  @Test
  void everyTokenOfALoginIsPassedOn() throws ProbeException {
    Tokens all = new Tokens();
    for (int counted : new int[] {0xa9, 0xaa, 0xab, 0xad, 0xed}) {
      all.token(counted, new Tokens().u32(1));
    }
    all.u8(0xe4).u32(2).u16(7).u8(0xee).u32(1).u8(7).u8(0x79).u32(0);
    // FEATUREEXTACK with two features.
    all.u8(0xae).u8(4).u32(1).u8(1).u8(10).u32(0).u8(0xff);
    for (int done : new int[] {0xfd, 0xfe, 0xff}) {
      all.u8(done).u32(0).u32(0).u32(0);
    }
    assertArrayEquals(all.get(), cleared(all));
    assertArrayEquals(LoginPeer.accepted(), LoginAnswer.cleared(LoginPeer.accepted()));
  }

  @Test
  void aPartnersChangeBecomesOneThatDriversPassOver() throws ProbeException {
    byte[] partner = LoginPeer.partner("mirror");
    byte[] cleared = LoginAnswer.cleared(partner);
    assertEquals(13, partner[3]);
    partner[3] = 15;
    assertArrayEquals(partner, cleared);
  }

  @Test
  void bothKindsOfRoutingEndIt() {
    for (int type : new int[] {20, 21}) {
      byte[] routing = LoginPeer.routing("db2\u001b.uni.edu", 1444);
      routing[3] = (byte) type;
      ProbeException routed =
          assertThrows(ProbeException.class, () -> LoginAnswer.cleared(routing));
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
          assertThrows(
              ProbeException.class, () -> LoginAnswer.cleared(HexFormat.of().parseHex(hex)), hex);
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
