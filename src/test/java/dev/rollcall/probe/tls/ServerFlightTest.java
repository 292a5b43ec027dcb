package dev.rollcall.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read of a server's first messages, in whatever pieces they come. */
class ServerFlightTest {
  private static final String ECDHE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";

  private static byte[] message(int type, byte... body) {
    return ByteBuffer.allocate(4 + body.length)
        .put((byte) type)
        .put((byte) 0)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  /** The messages in pieces of so many bytes. */
  private static ServerFlight read(int pieces, byte[]... messages) {
    ServerFlight flight = new ServerFlight();
    for (byte[] message : messages) {
      for (int at = 0; at < message.length; at += pieces) {
        flight.handshake(message, at, Math.min(pieces, message.length - at));
      }
    }
    return flight;
  }

  @Test
  void theVersionIsTheServersChoice() {
    for (int pieces : new int[] {1, 3, 1000}) {
      assertEquals(
          Optional.of("TLS 1.0"), read(pieces, message(2, (byte) 3, (byte) 1)).oldVersion());
      assertEquals(
          Optional.of("TLS 1.1"), read(pieces, message(2, (byte) 3, (byte) 2)).oldVersion());
      assertEquals(Optional.empty(), read(pieces, message(2, (byte) 3, (byte) 3)).oldVersion());
      assertEquals(Optional.empty(), read(pieces, message(2)).oldVersion());
    }
  }

  @Test
  void aRequestForACertificateIsSeenBetweenOthers() {
    ServerFlight flight =
        read(2, message(2, (byte) 3, (byte) 3), message(11), message(13, (byte) 1));
    assertTrue(flight.certificateRequested());
    assertFalse(read(2, message(2, (byte) 3, (byte) 3), message(14)).certificateRequested());
  }

  @Test
  void sha1IsFoundBehindACurveAndBehindAGroup() {
    byte[] curve = {3, 0, 23, 2, 9, 9, 2, 1};
    assertTrue(read(1, message(12, curve)).signsWithSha1(ECDHE));
    curve[6] = 4;
    assertFalse(read(1, message(12, curve)).signsWithSha1(ECDHE));
    byte[] group = {0, 2, 9, 9, 0, 1, 5, 0, 2, 9, 9, 2, 1};
    assertTrue(read(1, message(12, group)).signsWithSha1(DHE));
    group[11] = 4;
    assertFalse(read(1, message(12, group)).signsWithSha1(DHE));
  }

  @Test
  void aKeyExchangeThatClaimsTooMuchIsUnknown() {
    for (byte[] body :
        new byte[][] {{}, {3}, {3, 0, 23, (byte) 255, 9}, {0, 9, 1}, {-1, -1, 0, 0}}) {
      ServerFlight flight = read(1, message(12, body));
      assertFalse(flight.signsWithSha1(ECDHE));
      assertFalse(flight.signsWithSha1(DHE));
    }
    assertFalse(new ServerFlight().signsWithSha1("TLS_AES_128_GCM_SHA256"));
  }

  @Test
  void theLongestMessageCountsAlthoughItIsNotKept() {
    ServerFlight flight = read(1000, message(11, new byte[30_000]), message(14));
    assertEquals(30_000, flight.largest());
  }

  @Test
  void theFirstFewWarningsArePassedOver() {
    ServerFlight flight = new ServerFlight();
    for (int i = 0; i < 5; i++) {
      assertTrue(flight.alert(1, i == 0 ? 112 : 90));
    }
    assertFalse(flight.alert(1, 112));
    assertEquals(Optional.of(Alert.of(112)), flight.warning());
    assertEquals(Optional.empty(), flight.fatal());
  }

  @Test
  void anEndAndAFatalAlertAreNotPassedOver() {
    ServerFlight flight = new ServerFlight();
    assertFalse(flight.alert(1, 0));
    assertFalse(flight.alert(2, 40));
    assertEquals(Optional.of(Alert.of(40)), flight.fatal());
    assertEquals(Optional.empty(), flight.warning());
  }
}
