package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Right;
import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
  static void mend() {
    Campus.up();
  }

  private static byte[] sent(Campus campus, String port) throws IOException {
    Path file = campus.file("log/decoy/" + port);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

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
      List<Right> rights =
          decoys.stream()
              .flatMap(finding -> finding.attempts().stream())
              .flatMap(attempt -> attempt.right().stream())
              .toList();
      assertFalse(rights.isEmpty(), checked.said()::toString);
      rights.forEach(
          right ->
              assertTrue(
                  right instanceof Right.Untried untried
                      && untried.reason() == Right.Reason.FOREIGN_HOST,
                  right::toString));
      boolean proven =
          ((Evidence.Probed) result.evidence())
              .findings().stream()
                  .flatMap(finding -> finding.attempts().stream())
                  .anyMatch(attempt -> attempt.right().orElse(null) instanceof Right.Proven);
      assertTrue(proven, () -> "the right host is logged in to all the same: " + checked.said());
    }
    // The decoy was asked, or its log would prove nothing.
    assertTrue(sent(campus, "636-tcp").length > 0);
    assertTrue(sent(campus, "88-udp").length > 0);
    String secret = Files.readString(campus.file("secrets/svc-appsanywhere")).strip();
    byte[] rootDse = "objectClass".getBytes(StandardCharsets.US_ASCII);
    assertTrue(contains(sent(campus, "636-tcp"), rootDse));
    for (String port : List.of("389-tcp", "636-tcp", "445-tcp", "88-tcp", "88-udp")) {
      assertFalse(contains(sent(campus, port), secret.getBytes(StandardCharsets.UTF_8)), port);
    }
    assertFalse(
        contains(sent(campus, "636-tcp"), "svc-appsanywhere".getBytes(StandardCharsets.UTF_8)),
        "no bind, no search for the account");
    assertEquals(0, sent(campus, "445-tcp").length);
    // PA-ENC-TIMESTAMP (RFC 4120 section 5.2.7.2): padata-type [1] INTEGER 2.
    byte[] timestamp = {(byte) 0xa1, 3, 2, 1, 2, (byte) 0xa2};
    for (String port : List.of("88-tcp", "88-udp")) {
      assertFalse(contains(sent(campus, port), timestamp), port);
    }
    try (Stream<Path> logs = Files.list(campus.file("log/decoy"))) {
      assertTrue(logs.findAny().isPresent());
    }
  }
}
