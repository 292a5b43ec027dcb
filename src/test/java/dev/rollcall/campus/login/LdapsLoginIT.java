package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account meets in Samba's directory, by the command line. */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapsLoginIT {
  private static final Path LOGINS = Path.of("src/test/campus/python/logins.py").toAbsolutePath();
  private static final String RULE = "ad.ldaps";

  @BeforeAll
  void wrongPassword() throws IOException {
    Path wrong = Campus.up().file("secrets/wrong-ldaps");
    Files.copy(Campus.up().file("secrets/svc-appsanywhere"), wrong);
    Files.writeString(wrong, "Wrong-Passw0rd\n");
  }

  @AfterAll
  void clearFaults() throws IOException {
    Files.deleteIfExists(Campus.up().file("secrets/wrong-ldaps"));
  }

  private static RuleResult check(UnaryOperator<String> change) throws IOException {
    Campus campus = Campus.up();
    String site = Files.readString(campus.file("site-credentials.yaml"));
    return run(campus, change.apply(site));
  }

  private static RuleResult run(Campus campus, String site) throws IOException {
    Path file = Files.writeString(campus.file("ldaps-login.yaml"), site);
    // With a history of its own: what another test's login met is not to be remembered.
    String history = campus.history().toString();
    Campus.Checked checked =
        campus.check(
            "appliance", file, List.of(), "--history", history, "--only", RULE, "--timeout", "20s");
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(RULE))
        .findFirst()
        .orElseThrow();
  }

  /** Only Samba, and the account of that name. */
  private static String samba(String site, String account) {
    String own = "user: svc-appsanywhere, password: {file: secrets/svc-appsanywhere}";
    int directory = site.indexOf("directory:");
    int end = site.indexOf('\n', directory);
    String line =
        site.substring(directory, end)
            .replace(
                "host: AD.uni.edu, hosts: [dc1.uni.edu, dc2.uni.edu], domain: uni.edu,",
                "host: dc1.uni.edu,")
            .replace(own, own.replace("user: svc-appsanywhere", "user: " + account));
    assertTrue(line.contains("user: " + account), line);
    assertFalse(line.contains("dc2"), line);
    return site.substring(0, directory) + line + site.substring(end);
  }

  private static String standing(RuleResult result) {
    return result.verdict().status()
        + result.verdict().cause().map(fault -> " " + fault.cause()).orElse("")
        + result.verdict().cause().flatMap(fault -> fault.clue()).map(clue -> " " + clue).orElse("")
        + result.verdict().owner().map(owner -> " " + owner).orElse("");
  }

  private static void stands(RuleResult result, String standing, String... words) {
    assertEquals(standing, standing(result), result.verdict()::toString);
    for (String word : words) {
      assertTrue(
          result.verdict().toString().contains(word),
          () -> word + " is missing in: " + result.verdict());
    }
  }

  /** How often Samba saw that account log in by LDAP, and with what result. */
  private static List<String> logins(String account) {
    Campus campus = Campus.up();
    Campus.Said said =
        campus.exec(
            "campus",
            Map.of(),
            "/usr/bin/python3",
            LOGINS.toString(),
            campus.file("log").toString(),
            account);
    assertEquals(0, said.exit(), said::toString);
    return said.out().lines().filter(line -> line.contains("LDAP")).toList();
  }

  private static String decoyHeard() throws IOException {
    Path heard = Campus.up().file("log/decoy/connections");
    return Files.exists(heard) ? Files.readString(heard) : "";
  }

  @Test
  void theAccountIsSoundAndEveryReferenceIsReported() throws IOException {
    String heard = decoyHeard();
    int before = logins("svc-appsanywhere").size();
    RuleResult result = check(site -> samba(site, "svc-appsanywhere"));
    stands(result, "PASS", "proven (svc-appsanywhere)");
    String seen = result.evidence().toString();
    for (String fact :
        List.of(
            "ldap.login, text=svc-appsanywhere, as svc-appsanywhere@UNI.EDU",
            "ldap.base, text=DC=uni,DC=edu",
            "ldap.account, text=enabled",
            "ldap.password-end, text=never",
            "ldap.account-end, text=never",
            "ldap.spn, text=HTTP/appsanywhere.uni.edu (svc-appsanywhere)",
            "ldaps://uni.edu/DC=ForestDnsZones,DC=uni,DC=edu")) {
      assertTrue(seen.contains(fact), () -> fact + " is missing in: " + seen);
    }
    assertEquals(before + 1, logins("svc-appsanywhere").size());
    assertEquals(heard, decoyHeard());
  }

  @Test
  void ofTwoControllersOneSeesTheLogin() throws IOException {
    String heard = decoyHeard();
    stands(check(site -> site), "PASS", "proven (svc-appsanywhere)");
    assertEquals(heard, decoyHeard());
  }

  @ParameterizedTest
  @CsvSource({
    "svc-disabled, ACCOUNT_DISABLED ACCOUNTS, data 533",
    "svc-locked, ACCOUNT_LOCKED ACCOUNTS, data 775",
    "svc-expired, PASSWORD_EXPIRED ACCOUNTS, data 532",
    "svc-must-change, PASSWORD_EXPIRED ACCOUNTS, data 773",
    "svc-expired-account, ACCOUNT_EXPIRED ACCOUNTS, data 701",
    "svc-nobody, CREDENTIALS SITE_FILE, data 52e"
  })
  void anAccountThatMayNotLogIn(String account, String clueAndOwner, String data)
      throws IOException {
    int before = logins(account).size();
    stands(
        check(site -> samba(site, account)),
        "FAIL AUTHENTICATE DENIED " + clueAndOwner,
        account,
        data);
    assertEquals(before + 1, logins(account).size(), logins(account)::toString);
  }

  @Test
  void aWrongPasswordIsSaidOnce() throws IOException {
    Campus.up().unlock("svc-other");
    int before = logins("svc-other").size();
    RuleResult result =
        check(
            site ->
                samba(site, "svc-other")
                    .replace(
                        "user: svc-other, password: {file: secrets/svc-appsanywhere}",
                        "user: svc-other, password: {file: secrets/wrong-ldaps}"));
    stands(
        result,
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "the user or the password is wrong",
        "data 52e",
        "Correct the user in the site file",
        "The path is open");
    List<String> after = logins("svc-other");
    assertEquals(before + 1, after.size(), after::toString);
    assertTrue(after.get(before).endsWith("NT_STATUS_WRONG_PASSWORD"), after::toString);
  }

  @Test
  void aPasswordThatEndsSoon() throws IOException {
    stands(
        check(site -> samba(site, "svc-expiring")),
        "WARN ACCOUNTS",
        "the password of svc-expiring ends on 20",
        "proven (svc-expiring)");
  }

  @Test
  void aBaseThatIsNotThere() throws IOException {
    stands(
        check(
            site ->
                samba(site, "svc-appsanywhere")
                    .replace(
                        "host: dc1.uni.edu,",
                        "host: dc1.uni.edu, base: 'OU=Nobody,DC=uni,DC=edu',")),
        "FAIL AUTHENTICATE UNEXPECTED WRONG_SITE_VALUE SITE_FILE",
        "the directory has no OU=Nobody,DC=uni,DC=edu");
  }

  private static RuleResult with(String fault) throws IOException {
    Campus campus = Campus.up();
    campus.fault(fault);
    return run(
        campus, samba(Files.readString(campus.file("site-credentials.yaml")), "svc-appsanywhere"));
  }

  @Test
  void theServicesNameIsMissingOrHeldTwiceOrSpelledWrongly() throws IOException {
    String fails = "FAIL AUTHENTICATE DENIED SERVICE_PRINCIPAL ACCOUNTS";
    stands(
        with("spn-missing"),
        fails,
        "no account in DC=uni,DC=edu has the service principal name HTTP/appsanywhere.uni.edu",
        "setspn -S HTTP/appsanywhere.uni.edu ACCOUNT");
    stands(with("spn-twice"), fails, "svc-appsanywhere, svc-other", "setspn -D");
    stands(
        with("spn-case"),
        "WARN ACCOUNTS",
        "http/AppsAnywhere.uni.edu; it must be spelled HTTP/appsanywhere.uni.edu");
  }

  @Test
  void noReferralIsFollowed() throws IOException {
    String heard = decoyHeard();
    stands(
        with("ldap-referral"),
        "FAIL AUTHENTICATE UNEXPECTED WRONG_SITE_VALUE SITE_FILE",
        "ldaps://decoy.attacker.example/dc=uni,dc=edu, and is not followed");
    stands(
        with("ldap-bind-referral"),
        "FAIL AUTHENTICATE UNEXPECTED SERVER",
        "ldaps://decoy.attacker.example/dc=uni,dc=edu",
        "the password does not go there");
    assertEquals(heard, decoyHeard());
  }

  @Test
  void aSpoofedServiceRecordLeadsNoCredentialAnywhere() throws IOException {
    Campus campus = Campus.up();
    campus.fault("srv-spoofed");
    int before = campus.decoyed("636-tcp").length;
    RuleResult result = run(campus, Files.readString(campus.file("site-credentials.yaml")));
    assertTrue(
        result.evidence().toString().contains("does not name decoy.attacker.example"),
        result.evidence()::toString);
    byte[] heard = campus.decoyed("636-tcp");
    assertTrue(heard.length > before, "the decoy was asked");
    String said = new String(heard, before, heard.length - before, StandardCharsets.ISO_8859_1);
    assertFalse(said.contains("Passw0rd"), said);
    assertFalse(said.contains("svc-appsanywhere"), said);
  }
}
