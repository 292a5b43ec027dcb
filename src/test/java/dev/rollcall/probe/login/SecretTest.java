package dev.rollcall.probe.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A secret says nothing of itself. */
class SecretTest {
  private static final String PLANTED = "Planted-\u00fc-4711";

  private final Secret secret = new Secret(PLANTED.toCharArray());

  @Test
  void hasNoText() {
    assertEquals("(secret)", secret.toString());
    assertEquals("is (secret)", "is " + secret);
    Grant grant =
        new Grant("r", Account.of("svc", "UNI.EDU"), secret, Set.of("dc1"), Optional.empty());
    assertFalse(grant.toString().contains("4711"), grant::toString);
    assertFalse(new Access(new Logins(LoginNotes.NONE), grant).toString().contains("4711"));
  }

  @Test
  void cannotBeSerialised() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(secret));
    }
    assertEquals("{}", JsonMapper.builder().build().writeValueAsString(secret));
  }

  @Test
  void isEqualToNoOther() {
    assertNotEquals(secret, new Secret(PLANTED.toCharArray()));
  }

  @Test
  void isTakenAndGivenAsACopy() {
    char[] given = PLANTED.toCharArray();
    Secret kept = new Secret(given);
    given[0] = 'x';
    kept.reveal()[1] = 'y';
    assertArrayEquals(PLANTED.toCharArray(), kept.reveal());
    assertThrows(IllegalArgumentException.class, () -> new Secret(new char[0]));
  }
}
