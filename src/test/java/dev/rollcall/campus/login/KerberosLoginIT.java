package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an account meets at Samba's KDC (dc1) and at MIT's (dc2), by the command line. Samba's
 * tickets, as Active Directory's, are too large for a datagram; MIT's are not.
 */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KerberosLoginIT {
  private static final Path LOGINS = Path.of("src/test/campus/python/logins.py").toAbsolutePath();
  private static final String RULE = "ad.kerberos";
  private static final String SAMBA = "dc1.uni.edu";
  private static final String MIT = "dc2.uni.edu";
  private static final String RIGHT = "secrets/svc-appsanywhere";
  private static final String WRONG = "secrets/wrong-kerberos";

  /** How long to wait for what does not answer; the rest of the rule has this time, too. */
  private static final String SILENCE = "6s";

  @BeforeAll
  void wrongPassword() throws IOException {
    Path wrong = Campus.up().file(WRONG);
    Files.copy(Campus.up().file(RIGHT), wrong);
    Files.writeString(wrong, "Wrong-Passw0rd\n");
  }

  @AfterAll
  void clearFaults() throws IOException {
    Files.deleteIfExists(Campus.up().file(WRONG));
  }

  private static Campus campus(String... faults) {
    Campus campus = Campus.up();
    campus.fault(faults);
    return campus;
  }

  private static RuleResult check(Campus campus, String hosts, String account, String secret)
      throws IOException {
    return check(campus, "20s", hosts, account, secret);
  }

  private static RuleResult check(
      Campus campus, String timeout, String hosts, String account, String secret)
      throws IOException {
    String site = Files.readString(campus.file("site-credentials.yaml"));
    String directory =
        "directory: {host: "
            + hosts.split(", ", 2)[0]
            + ", hosts: ["
            + hosts
            + "], realm: UNI.EDU, user: "
            + account
            + ", password: {file: "
            + secret
            + "}}";
    int from = site.indexOf("directory:");
    Path file =
        Files.writeString(
            campus.file("kerberos-login.yaml"),
            site.substring(0, from) + directory + site.substring(site.indexOf('\n', from)));
    Campus.Checked checked =
        campus.check(
            "appliance",
            file,
            List.of(),
            "--only",
            RULE,
            "--timeout",
            timeout,
            "--history",
            campus.history().toString());
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(RULE))
        .findFirst()
        .orElseThrow();
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

  private static void saw(RuleResult result, int times, String fact) {
    String seen = result.evidence().toString();
    assertEquals(times, seen.split(fact, -1).length - 1, () -> fact + " in: " + seen);
  }

  /** How often Samba's KDC judged a password of that account, and how. */
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
    return said.out().lines().filter(line -> line.contains("Kerberos")).toList();
  }

  /** How many requests came to MIT's KDC for that account; a log line each. */
  private static List<String> asked(String account) throws IOException {
    try (var lines = Files.lines(Campus.up().file("log/krb5kdc.log"))) {
      return lines.filter(line -> line.contains("AS_REQ") && line.contains(account + "@")).toList();
    }
  }

  @Test
  void bothKdcsGiveTicketsForAccountAndServiceOverBothTransports() throws IOException {
    RuleResult result = check(campus(), SAMBA + ", " + MIT, "svc-appsanywhere", RIGHT);
    stands(result, "PASS", "svc-appsanywhere may log in");
    // Samba over TCP only, as its ticket fits no datagram; MIT over both.
    saw(result, 3, "kerberos.login, text=svc-appsanywhere, as svc-appsanywhere@UNI.EDU");
    saw(result, 3, "kerberos.ticket, text=aes256-cts-hmac-sha1-96");
    saw(result, 3, "kerberos.service-ticket, text=HTTP/appsanywhere.uni.edu, ");
    saw(result, 1, "reason=OTHER_PORT");
  }

  @Test
  void whereTcpIsBlockedASambaTicketIsTheFirewallTeams() throws IOException {
    stands(
        check(campus("drop:" + SAMBA + ":88/tcp"), SILENCE, SAMBA, "svc-appsanywhere", RIGHT),
        "FAIL CONNECT DROPPED FIREWALL",
        "198.18.2.21 (dc1.uni.edu), TCP port 88",
        "fits no datagram");
  }

  @Test
  void whereTcpIsBlockedASmallTicketIsAWarning() throws IOException {
    stands(
        check(campus("drop:" + MIT + ":88/tcp"), SILENCE, MIT, "svc-appsanywhere", RIGHT),
        "WARN CONNECT DROPPED FIREWALL",
        "tickets that fit no datagram come over TCP",
        "proven (svc-appsanywhere)");
  }

  @ParameterizedTest
  @CsvSource({
    "svc-disabled, ACCOUNT_DISABLED ACCOUNTS, 18 KDC_ERR_CLIENT_REVOKED",
    "svc-expired, PASSWORD_EXPIRED ACCOUNTS, expired",
    "svc-must-change, PASSWORD_EXPIRED ACCOUNTS, changed",
    "svc-nobody, CREDENTIALS SITE_FILE, does not know the principal"
  })
  void anAccountThatMayNotLogIn(String account, String clueAndOwner, String word)
      throws IOException {
    for (String host : List.of(SAMBA, MIT)) {
      stands(
          check(campus(), host, account, RIGHT),
          "FAIL AUTHENTICATE DENIED " + clueAndOwner,
          account + " gets no ticket",
          word);
    }
  }

  /** Samba's KDC adds an NTSTATUS to some refusals; MIT's knows only when an account expires. */
  @Test
  void aLockedAndAnExpiredAccount() throws IOException {
    for (String host : List.of(SAMBA, MIT)) {
      stands(
          check(campus(), host, "svc-locked", RIGHT),
          "FAIL AUTHENTICATE DENIED ACCOUNT_DISABLED ACCOUNTS",
          "disabled, expired or locked out",
          "18 KDC_ERR_CLIENT_REVOKED");
    }
    stands(
        check(campus(), SAMBA, "svc-expired-account", RIGHT),
        "FAIL AUTHENTICATE DENIED ACCOUNT_EXPIRED ACCOUNTS",
        "NTSTATUS C0000193");
    stands(
        check(campus(), MIT, "svc-expired-account", RIGHT),
        "FAIL AUTHENTICATE DENIED ACCOUNT_EXPIRED ACCOUNTS",
        "1 KDC_ERR_NAME_EXP");
  }

  @Test
  void aWrongPasswordIsOneFailedLogin() throws IOException {
    Campus.up().unlock("svc-other");
    int before = logins("svc-other").size();
    // Samba first, and then MIT's is not asked: the account was refused.
    stands(
        check(campus(), SAMBA, "svc-other", WRONG),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "svc-other gets no ticket: the password is wrong",
        "Correct the user in the site file",
        "The path is open");
    List<String> after = logins("svc-other");
    List<String> wrong =
        after.subList(before, after.size()).stream()
            .filter(line -> line.endsWith("NT_STATUS_WRONG_PASSWORD"))
            .toList();
    assertEquals(1, wrong.size(), after::toString);
    int asked = asked("svc-other").size();
    stands(
        check(campus(), MIT, "svc-other", WRONG),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "24 KDC_ERR_PREAUTH_FAILED");
    List<String> heard = asked("svc-other");
    List<String> failed =
        heard.subList(asked, heard.size()).stream()
            .filter(line -> line.contains("PREAUTH_FAILED"))
            .toList();
    assertEquals(1, failed.size(), heard::toString);
  }

  @Test
  void theServicesNameIsMissingOrHeldTwice() throws IOException {
    for (String fault : List.of("spn-missing", "spn-twice")) {
      Campus campus = campus(fault);
      for (String host : List.of(SAMBA, MIT)) {
        stands(
            check(campus, host, "svc-appsanywhere", RIGHT),
            "FAIL AUTHENTICATE DENIED SERVICE_PRINCIPAL ACCOUNTS",
            "HTTP/appsanywhere.uni.edu to no account, or to several",
            "7 KDC_ERR_S_PRINCIPAL_UNKNOWN",
            "setspn -S HTTP/appsanywhere.uni.edu ACCOUNT");
      }
    }
  }

  @Test
  void aKdcThatFallsSilentIsNoFaultOfThePassword() throws IOException {
    RuleResult result =
        check(campus("hang:dc2.uni.edu:88/udp"), SILENCE, MIT, "svc-appsanywhere", RIGHT);
    assertTrue(standing(result).startsWith("FAIL EXCHANGE TIMED_OUT"), result::toString);
    saw(result, 0, "kerberos.login");
  }

  @Test
  void nothingOfTheLoginIsLeftBehind() throws IOException {
    check(campus(), MIT, "svc-appsanywhere", RIGHT);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var files = Files.list(temporary)) {
      assertEquals(
          List.of(),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("rollcall-krb5-"))
              .toList(),
          () -> Arrays.toString(temporary.toFile().list()));
    }
  }
}
