package dev.rollcall.probe.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInMarkTest {
  private static final byte[] KEY = "sixteen bytes ..".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHALLENGE = new byte[SharedKey.LENGTH];
  private static final String CERTIFICATE = "ab".repeat(32);

  @Test
  void theMarkIsKnownHoweverItIsWritten() {
    for (String text :
        List.of(
            StandInMark.TEXT,
            StandInMark.NAME,
            "220 relay.uni.test ESMTP Rollcall stand-in",
            "SSH-2.0-Rollcall_stand-in",
            "O=ROLLCALL STAND-IN,CN=x")) {
      assertTrue(StandInMark.in(text), text);
    }
    for (String text : List.of("", "nginx", "Rollcall", "stand-in", "rollcallstandi")) {
      assertFalse(StandInMark.in(text), text);
    }
    assertTrue(StandInMark.in(StandInMark.reference()));
    assertTrue(StandInMark.in(StandInMark.identity()));
    assertFalse(StandInMark.in(new byte[4]));
    assertEquals(4, StandInMark.reference().length);
    assertEquals(16, StandInMark.identity().length);
  }

  /** Computed by: printf 'rollcall stand-in 1\n' and zeroes, through openssl dgst -hmac. */
  @Test
  void aProofIsAnHmacOverPurposeCertificateAndChallenge() {
    SharedKey key = new SharedKey(KEY);
    assertEquals(
        "ceadf1e7f61d1f244ae63a38b06a744607b2c4a89aedf39afc20aaa83682bf4c",
        hex(key.proof(CHALLENGE, Optional.empty())));
    assertEquals(
        "ba3063cbccc119dcf6e5479cda097da705df35b7bfaad61d45f97cf6ef30d0ed",
        hex(key.proof(CHALLENGE, Optional.of(CERTIFICATE))));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void aProofHoldsForOneKeyOneChallengeAndOneCertificate() {
    SharedKey key = new SharedKey(KEY);
    byte[] challenge = SharedKey.challenge();
    byte[] proof = key.proof(challenge, Optional.of(CERTIFICATE));
    assertEquals(SharedKey.LENGTH, proof.length);
    assertTrue(key.proves(proof, challenge, Optional.of(CERTIFICATE)));
    assertFalse(key.proves(proof, challenge, Optional.empty()));
    assertFalse(key.proves(proof, challenge, Optional.of("cd".repeat(32))));
    assertFalse(key.proves(proof, SharedKey.challenge(), Optional.of(CERTIFICATE)));
    assertFalse(new SharedKey(new byte[16]).proves(proof, challenge, Optional.of(CERTIFICATE)));
    assertFalse(key.proves(new byte[0], challenge, Optional.of(CERTIFICATE)));
  }

  @Test
  void aShortKeyIsRefusedAndNoKeyIsShown() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new SharedKey(new byte[15]));
    assertEquals("a shared key must have 16 bytes or more, this one has 15", thrown.getMessage());
    assertEquals("a shared key", new SharedKey(KEY).toString());
    assertNotEquals(hex(SharedKey.challenge()), hex(SharedKey.challenge()));
  }

  @Test
  void anIdentityProvesOnlyWithAKeyAndAWholeChallenge() {
    SharedKey key = new SharedKey(KEY);
    StandInIdentity identity = new StandInIdentity("host", Optional.of(key), CERTIFICATE);
    assertArrayEquals(
        key.proof(CHALLENGE, Optional.of(CERTIFICATE)),
        identity.proof(CHALLENGE, true).orElseThrow());
    assertArrayEquals(
        key.proof(CHALLENGE, Optional.empty()), identity.proof(CHALLENGE, false).orElseThrow());
    assertTrue(identity.proof(Arrays.copyOf(CHALLENGE, 31), true).isEmpty());
    assertTrue(
        new StandInIdentity("host", Optional.empty(), CERTIFICATE)
            .proof(CHALLENGE, true)
            .isEmpty());
  }
}
