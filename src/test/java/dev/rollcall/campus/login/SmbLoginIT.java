package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code files.smb} with credentials, against Samba: what works, and every way it does not. */
@Tag("campus")
class SmbLoginIT {
  private static final String RULE = "files.smb";
  private static final String OWN = "user: svc-appsanywhere, password: {file: secrets/svc-apps";
  private static final String UNC = "'\\\\myfileshare.uni.edu\\packages'";

  private final Campus campus = Campus.up();

  /** The rule, with that account and that path. */
  private RuleResult check(String account, String unc, String... arguments) throws IOException {
    String sound = Files.readString(campus.file("site-credentials.yaml"));
    int from = sound.indexOf("files:");
    int to = sound.indexOf('\n', from);
    String line =
        sound
            .substring(from, to)
            .replace(OWN, OWN.replace("user: svc-appsanywhere", "user: " + account))
            .replace(UNC, "'" + unc + "'");
    assertTrue(line.contains(unc) && line.contains("user: " + account + ","), line);
    return run(sound.substring(0, from) + line + sound.substring(to), arguments);
  }

  private RuleResult run(String site, String... arguments) throws IOException {
    Path file = Files.writeString(campus.file("smb-login.yaml"), site);
    // Each with a memory of its own: what one is refused, the next is not to know.
    String history = campus.history().toString();
    List<String> all = List.of("--only", RULE, "--timeout", "20s", "--history", history);
    Campus.Checked checked =
        campus.check(
            "appliance",
            file,
            List.of(),
            Stream.concat(all.stream(), Stream.of(arguments)).toArray(String[]::new));
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(RULE))
        .findFirst()
        .orElseThrow();
  }

  private static void stands(RuleResult result, String standing, String... words) {
    String found =
        result.verdict().status()
            + result.verdict().cause().map(fault -> " " + fault.cause()).orElse("")
            + result
                .verdict()
                .cause()
                .flatMap(fault -> fault.clue())
                .map(clue -> " " + clue)
                .orElse("")
            + result.verdict().owner().map(owner -> " " + owner).orElse("");
    assertEquals(standing, found, result.verdict()::toString);
    for (String word : words) {
      assertTrue(
          result.verdict().toString().contains(word),
          () -> word + " is missing in: " + result.verdict());
    }
  }

  private static List<String> facts(RuleResult result, String name) {
    Evidence.Probed probed = (Evidence.Probed) result.evidence();
    return probed.findings().stream()
        .flatMap(finding -> finding.attempts().stream())
        .map(Attempt::outcome)
        .flatMap(outcome -> outcome.observations().stream())
        .filter(Observation.Fact.class::isInstance)
        .map(Observation.Fact.class::cast)
        .filter(fact -> fact.name().equals(name))
        .map(Observation.Fact::text)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "svc-appsanywhere,        \\\\myfileshare.uni.edu\\packages, none",
    "svc-appsanywhere@uni.edu,\\\\myfileshare.uni.edu\\packages, none",
    "UNI\\svc-appsanywhere,   \\\\myfileshare.uni.edu\\packages, none",
    "svc-appsanywhere,        \\\\signedshare.uni.edu\\packages, none",
    "svc-appsanywhere,        \\\\myfileshare.uni.edu\\sealed,   AES-256-GCM",
    "svc-appsanywhere,        \\\\myfileshare.uni.edu\\dfs\\inside, none",
    // The file is behind a link of the folder.
    "svc-appsanywhere,        \\\\myfileshare.uni.edu\\dfs, none"
  })
  void theShareOpensAndAFileIsRead(String account, String unc, String encryption)
      throws IOException {
    RuleResult result = check(account, unc);
    stands(result, "PASS", "may log in");
    assertEquals(List.of("11 bytes of readme.txt"), facts(result, "smb.read"));
    // As the server chooses.
    assertEquals(
        List.of(unc.contains("signedshare") ? "AES-CMAC" : "AES-GMAC"),
        facts(result, "smb.session-signing"));
    assertEquals(encryption, facts(result, "smb.session-encryption").get(0));
    assertTrue(facts(result, "smb.listing").contains("1 entry: readme.txt"), result::toString);
  }

  @Test
  void anEmptyShareIsProvenWithANote() throws IOException {
    RuleResult result = check("svc-appsanywhere", "\\\\myfileshare.uni.edu\\empty");
    stands(result, "PASS", "may log in");
    assertEquals(List.of("empty"), facts(result, "smb.listing"));
    assertTrue(result.toString().contains("has no file to read"), result::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "svc-disabled, ACCOUNT_DISABLED, STATUS_ACCOUNT_DISABLED, to enable it",
    "svc-locked, ACCOUNT_LOCKED, STATUS_ACCOUNT_LOCKED_OUT, unlock the account",
    "svc-expired-account, ACCOUNT_EXPIRED, STATUS_ACCOUNT_EXPIRED, extend the account",
    "svc-expired, PASSWORD_EXPIRED, STATUS_PASSWORD_EXPIRED, for a new password of",
    "svc-must-change, PASSWORD_EXPIRED, STATUS_PASSWORD_MUST_CHANGE, for a new password of"
  })
  void anAccountThatMayNotLogIn(String account, String clue, String status, String advice)
      throws IOException {
    stands(
        check(account, "\\\\myfileshare.uni.edu\\packages"),
        "FAIL AUTHENTICATE DENIED " + clue + " ACCOUNTS",
        status,
        advice,
        "path=proven");
  }

  @Test
  void aWrongPasswordIsOneFailedLogin() throws IOException {
    campus.unlock("svc-other");
    Path site = campus.credentials("svc-appsanywhere", "svc-other", "Wrong-Passw0rd");
    long before = failures();
    stands(
        run(Files.readString(site), "--samples", "3"),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "STATUS_LOGON_FAILURE",
        "path=proven");
    assertEquals(before + 1, failures());
  }

  /** What the file server itself counted. */
  private long failures() {
    return campus.logins("svc-other").stream()
        .filter(line -> line.startsWith("files") && line.endsWith("WRONG_PASSWORD"))
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "no-such,    UNEXPECTED WRONG_SITE_VALUE SITE_FILE, there is no share no-such on my",
    "packages\\x,UNEXPECTED WRONG_SITE_VALUE SITE_FILE, \\packages\\x does not open",
    "denied,     DENIED ACCESS_DENIED SERVER, the share \\\\myfileshare.uni.edu\\denied",
    "unlistable, DENIED ACCESS_DENIED SERVER, \\unlistable cannot be listed by svc-apps",
    "unreadable, DENIED ACCESS_DENIED SERVER, \\unreadable\\readme.txt cannot be read by"
  })
  void aPathThatDoesNotOpen(String path, String standing, String word) throws IOException {
    stands(
        check("svc-appsanywhere", "\\\\myfileshare.uni.edu\\" + path),
        "FAIL AUTHENTICATE " + standing,
        word,
        "path=proven");
  }

  @Test
  void dfsIsNotFollowedToAHostThatTheSiteFileDoesNotName() throws IOException {
    long before = decoyed();
    RuleResult result = check("svc-appsanywhere", "\\\\myfileshare.uni.edu\\dfs\\outside");
    stands(
        result,
        "INCONCLUSIVE SITE_FILE",
        "to \\\\decoy.attacker.example\\packages",
        "not followed");
    assertEquals(List.of("\\\\decoy.attacker.example\\packages"), facts(result, "smb.dfs-target"));
    assertEquals(before, decoyed(), "the decoy got a connection");
  }

  /**
   * Followed where the site file names it, its server lets everybody in, and that proves nothing.
   */
  @Test
  void aGuestProvesNothing() throws IOException {
    String unc = "\\\\myfileshare.uni.edu\\dfs\\outside', targets: [decoy.attacker.example]";
    String site = Files.readString(campus.file("site-credentials.yaml")).replace(UNC, "'" + unc);
    stands(
        run(site),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "as a guest only",
        "decoy.attacker.example");
  }

  /** How many bytes the decoy's file server was ever sent. */
  private long decoyed() throws IOException {
    Path sent = campus.file("log/decoy/445-tcp");
    return Files.exists(sent) ? Files.size(sent) : 0;
  }
}
