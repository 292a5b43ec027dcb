package dev.rollcall.campus.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A host that a forged service record names gets the questions that need no credentials, and
 * nothing else: seen in the bytes that it was sent.
 */
@Tag("campus")
class DecoyIT {
  private static final String DECOY = "decoy.attacker.example";

  @AfterAll
  static void clearFaults() {
    Campus.up();
  }

  private static final byte[] NOTHING = {};
  private static final List<String> PORTS =
      List.of("389-tcp", "636-tcp", "445-tcp", "88-tcp", "88-udp");

  private static boolean contains(byte[] bytes, byte[] part) {
    String whole = new String(bytes, StandardCharsets.ISO_8859_1);
    return whole.contains(new String(part, StandardCharsets.ISO_8859_1));
  }

  private static List<Finding> decoys(RuleResult result) {
    return ((Evidence.Probed) result.evidence())
        .findings().stream()
            .filter(finding -> finding.route().target().host().startsWith(DECOY))
            .toList();
  }

  @Test
  void aForgedServiceRecordLeadsNoCredentialAstray() throws Exception {
    Campus campus = Campus.up();
    campus.fault("srv-spoofed");
    // Others have been there before: those who proved that it listens.
    Map<String, Integer> before = new HashMap<>();
    PORTS.forEach(port -> before.put(port, campus.decoyed(port).length));
    Campus.Checked checked =
        campus.check(
            "appliance",
            campus.file("site-credentials.yaml"),
            List.of(),
            "--history",
            campus.history().toString(),
            "--only",
            "ad.*");
    for (RuleResult result : checked.run().results()) {
      List<Finding> decoys = decoys(result);
      assertFalse(decoys.isEmpty(), () -> "the decoy was not found: " + checked.said());
      if (result.rule().id().equals("ad.kerberos-tcp")) {
        // It has no login.
        continue;
      }
      List<LoginResult> rights =
          decoys.stream()
              .flatMap(finding -> finding.attempts().stream())
              .flatMap(attempt -> attempt.right().stream())
              .toList();
      assertFalse(rights.isEmpty(), checked.said()::toString);
      rights.forEach(
          right ->
              assertTrue(
                  right instanceof LoginResult.Untried untried
                      && untried.reason() == LoginResult.Reason.FOREIGN_HOST,
                  right::toString));
      boolean proven =
          ((Evidence.Probed) result.evidence())
              .findings().stream()
                  .flatMap(finding -> finding.attempts().stream())
                  .anyMatch(attempt -> attempt.right().orElse(null) instanceof LoginResult.Proven);
      assertTrue(proven, () -> "the right host is logged in to all the same: " + checked.said());
    }
    Map<String, byte[]> sent = new HashMap<>();
    PORTS.forEach(
        port -> {
          byte[] all = campus.decoyed(port);
          sent.put(port, Arrays.copyOfRange(all, before.getOrDefault(port, 0), all.length));
        });
    byte[] overTls = sent.getOrDefault("636-tcp", NOTHING);
    // The decoy was asked, or its log would prove nothing.
    assertTrue(contains(overTls, "objectClass".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(sent.getOrDefault("88-udp", NOTHING).length > 0);
    String secret = Files.readString(campus.file("secrets/svc-appsanywhere")).strip();
    sent.forEach(
        (port, bytes) ->
            assertFalse(contains(bytes, secret.getBytes(StandardCharsets.UTF_8)), port));
    assertFalse(
        contains(overTls, "svc-appsanywhere".getBytes(StandardCharsets.UTF_8)),
        "no bind, no search for the account");
    assertEquals(0, sent.getOrDefault("445-tcp", NOTHING).length);
    // PA-ENC-TIMESTAMP (RFC 4120 section 5.2.7.2): padata-type [1] INTEGER 2.
    byte[] timestamp = {(byte) 0xa1, 3, 2, 1, 2, (byte) 0xa2};
    for (String port : List.of("88-tcp", "88-udp")) {
      assertFalse(contains(sent.getOrDefault(port, NOTHING), timestamp), port);
    }
  }
}
