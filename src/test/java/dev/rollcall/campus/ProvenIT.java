package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The campus itself: every server gives the proof that an independent client asks of it. Were one
 * of them broken, the other tests here would blame Rollcall.
 */
@Tag("campus")
class ProvenIT {
  @Test
  void everyServerIsProvenByAClientThatIsNotOurs() {
    List<String> lines = Campus.up().prove().lines().toList();
    for (String what :
        List.of(
            "dns",
            "ldaps",
            "kerberos",
            "smb",
            "tds",
            "ssrp",
            "ntp",
            "http",
            "https",
            "smtp",
            "balancer",
            "ssh",
            "proxy",
            "firewall",
            "logins",
            "decoy")) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith("ok      " + what + ": ")), what);
    }
    assertFalse(lines.stream().anyMatch(line -> line.startsWith("FAILED")), lines.toString());
  }
}
