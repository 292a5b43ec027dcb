package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A wrong password that three rules share costs the account one failed login, in all. */
@Tag("campus")
class LockoutIT {
  private static final String ACCOUNT = "svc-other";
  private static final Set<String> RULES = Set.of("ad.ldaps", "ad.kerberos", "files.smb");

  private final Campus campus = Campus.up();

  private long failures() {
    return campus.logins(ACCOUNT).stream()
        .filter(line -> line.startsWith("dc1") && line.contains("WRONG_PASSWORD"))
        .count();
  }

  private static Map<String, RuleResult> results(Campus.Checked checked) {
    assertEquals(RULES.size(), checked.run().results().size(), checked.said().toString());
    return checked.run().results().stream()
        .collect(Collectors.toMap(result -> result.rule().id(), result -> result));
  }

  private Campus.Checked check(Path site, Path history) {
    return campus.check(
        "appliance",
        site,
        List.of(),
        "--history",
        history.toString(),
        "--confirm",
        "3",
        "--samples",
        "2",
        "--only",
        "ad.*",
        "--only",
        "files.smb");
  }

  /** The rule that was refused; the others are skipped and say so. */
  private static String refused(Campus.Checked checked) {
    Map<String, RuleResult> results = results(checked);
    List<String> refused =
        results.values().stream()
            .filter(result -> result.verdict().status() == Status.FAIL)
            .map(result -> result.rule().id())
            .toList();
    assertEquals(1, refused.size(), checked.said().toString());
    String by = refused.get(0);
    for (RuleResult result : results.values()) {
      if (result.rule().id().equals(by)) {
        assertEquals(
            "AUTHENTICATE DENIED",
            result.verdict().cause().orElseThrow().cause(),
            result::toString);
        assertEquals(Optional.of(Owner.SITE_FILE), result.verdict().owner());
      } else {
        assertEquals(Status.SKIPPED, result.verdict().status(), result::toString);
        assertTrue(
            result.verdict().summary().contains("credential rejected by " + by),
            result.verdict()::summary);
      }
      assertTrue(
          result.verdict().sides().orElseThrow().path().startsWith("proven ("),
          result.verdict()::toString);
    }
    return by;
  }

  @Test
  void oneFailedLoginOverTwoRunsAndACorrectedSecretIsNoticed() throws Exception {
    campus.unlock(ACCOUNT);
    Path history = campus.history();
    Path site = site();
    long before = failures();
    String by = refused(check(site, history));
    assertEquals(before + 1, failures());
    assertEquals(by, refused(check(site, history)));
    assertEquals(before + 1, failures(), "the second run tried the same secret again");
    Path secret = secretOf(site);
    Files.writeString(secret, Files.readString(campus.file("secrets/svc-appsanywhere")));
    Campus.Checked corrected = check(site, history);
    results(corrected)
        .values()
        .forEach(
            result ->
                assertTrue(
                    result.verdict().status().compareTo(Status.WARN) <= 0
                        && result.verdict().status() != Status.SKIPPED,
                    result::toString));
    assertEquals(before + 1, failures());
    assertEquals(List.of(), Campus.refusals(history), "an accepted secret is forgotten");
  }

  /** Both controllers are Samba's, whose log counts; dc2 does not know the account. */
  private Path site() {
    Path wrong = campus.credentials("svc-appsanywhere", ACCOUNT, "Wrong-Passw0rd");
    return campus.site(
        wrong.getFileName().toString(),
        "site-lockout.yaml",
        text ->
            text.replace(
                "hosts: [dc1.uni.edu, dc2.uni.edu], domain: uni.edu",
                "hosts: [dc1.uni.edu, AD.uni.edu]"));
  }

  private Path secretOf(Path site) throws Exception {
    String text = Files.readString(site);
    int start = text.indexOf("secrets/" + ACCOUNT);
    return campus.file(text.substring(start, text.indexOf('}', start)));
  }
}
