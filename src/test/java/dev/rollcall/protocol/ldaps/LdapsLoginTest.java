package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real directory server in this JVM. */
class LdapsLoginTest {
  private static final String[] SOUND = {
    "userPrincipalName", "svc@uni.edu", "userAccountControl", "66048", "accountExpires", "0"
  };

  private static void proven(Attempt attempt, String account) {
    Probes.answered(attempt);
    assertEquals(Optional.of(new LoginResult.Proven(account)), attempt.right());
  }

  private static Fault denied(Attempt attempt, String cause, Clue clue) {
    Fault fault = Probes.denied(attempt);
    assertEquals(cause, fault.cause(), fault.evidence());
    assertEquals(Optional.ofNullable(clue), fault.clue(), fault.evidence());
    return fault;
  }

  private static LdapsSettings searching(String base) {
    return new LdapsSettings(
        Optional.empty(), Optional.of(base), Optional.empty(), Optional.empty());
  }

  private static LdapsSettings serving(String host) {
    return new LdapsSettings(
        Optional.empty(), Optional.empty(), Optional.of(host), Optional.of("/sso"));
  }

  @Test
  void theAccountLogsInAndItsStateIsReported() throws InterruptedException {
    try (Domain domain = Domain.open().with(SOUND)) {
      Leftovers before = Leftovers.now();
      Attempt attempt = domain.attempt("svc");
      proven(attempt, "svc");
      assertEquals("", Probes.concerns(attempt));
      assertEquals("svc, as svc@uni.edu", Probes.fact(attempt, "ldap.login"));
      assertEquals("dc=uni,dc=edu", Probes.fact(attempt, "ldap.base"));
      assertEquals("enabled", Probes.fact(attempt, "ldap.account"));
      assertEquals("never", Probes.fact(attempt, "ldap.password-end"));
      assertEquals("never", Probes.fact(attempt, "ldap.account-end"));
      assertEquals(List.of("svc@uni.edu"), domain.binds());
      assertEquals(
          List.of(
              "dc=uni,dc=edu BASE (objectClass=*)",
              "dc=uni,dc=edu SUB (|(sAMAccountName=svc)(userPrincipalName=svc@uni.edu))"),
          domain.searches());
      before.assertNothingNew();
    }
  }

  /** Another rule has the account for longer than the server keeps an idle connection. */
  @Test
  void aConnectionThatTheServerEndedMeanwhileIsNotUsedForTheLogin() throws Exception {
    Logins logins = new Logins(LoginNotes.NONE);
    Account account = Account.of("svc", "");
    try (Domain domain = Domain.open().with(SOUND)) {
      CompletableFuture<Attempt> made;
      try (LoginAttempt other = Probes.holding(logins, account)) {
        assertFalse(other.unrecorded());
        made = CompletableFuture.supplyAsync(() -> domain.attempt(logins, account));
        domain.endIdleConnections();
      }
      Attempt attempt = made.get(20, TimeUnit.SECONDS);
      proven(attempt, "svc");
      assertEquals("enabled", Probes.fact(attempt, "ldap.account"));
      assertEquals(List.of("svc@uni.edu"), domain.binds());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "svc@students.uni.edu, svc@students.uni.edu",
    "UNI\\svc, UNI\\svc",
    "'cn=svc,dc=uni,dc=edu', 'cn=svc,dc=uni,dc=edu'"
  })
  void theNameGoesAsTheSiteFileSpellsIt(String user, String sent) {
    try (Domain domain = Domain.open().with(SOUND)) {
      Attempt attempt = domain.attempt(user);
      Probes.answered(attempt);
      assertTrue(attempt.right().get() instanceof LoginResult.Proven, attempt.right()::toString);
      assertEquals(List.of(sent), domain.binds());
      assertEquals("enabled", Probes.fact(attempt, "ldap.account"));
    }
  }

  @Test
  void theSiteFilesDomainCompletesTheName() {
    try (Domain domain = Domain.open().with(SOUND)) {
      proven(
          domain.attempt(
              Account.of("svc", "UNI.EDU"),
              Domain.PASSWORD,
              Messages.settings(),
              CertificatePolicy.VERIFY),
          "svc");
      assertEquals(List.of("svc@UNI.EDU"), domain.binds());
    }
  }

  @Test
  void anotherDirectoryTakesDistinguishedNamesOnly() {
    try (Domain domain = Domain.other().with(SOUND)) {
      Attempt attempt = domain.attempt("svc");
      Probes.answered(attempt);
      LoginResult.Untried untried = (LoginResult.Untried) attempt.right().orElseThrow();
      assertEquals(LoginResult.Reason.UNSUPPORTED, untried.reason());
      assertEquals(List.of(), domain.binds());

      attempt = domain.attempt(Domain.ENTRY);
      assertTrue(attempt.right().get() instanceof LoginResult.Proven, attempt.right()::toString);
      assertEquals(List.of(Domain.ENTRY), domain.binds());
    }
  }

  @Test
  void anAccountWithoutANameIsNotShown() {
    try (Domain domain = Domain.open().with(SOUND)) {
      Attempt attempt = domain.attempt("UNI\\");
      assertEquals(
          LoginResult.Reason.UNSUPPORTED,
          ((LoginResult.Untried) attempt.right().orElseThrow()).reason());
      assertEquals(List.of(), domain.binds());
    }
  }

  @Test
  void anUntrustedServerSeesNoBind() {
    try (Domain domain = Domain.open(TestAuthority.selfSigned(Probes.HOST)).with(SOUND)) {
      Attempt attempt =
          domain.attempt(
              Account.of("svc", ""),
              Domain.PASSWORD,
              Messages.settings(),
              CertificatePolicy.REPORT);
      assertEquals(
          LoginResult.Reason.UNTRUSTED,
          ((LoginResult.Untried) attempt.right().orElseThrow()).reason());
      assertEquals(List.of(), domain.binds());
    }
  }

  /** The chain reaches a trusted root, and the certificate is no server's. */
  @ParameterizedTest
  @EnumSource(CertificatePolicy.class)
  void aServerWithAClientsCertificateSeesNoBind(CertificatePolicy policy) {
    TestAuthority.Leaf leaf = TestAuthority.shared().clientOnly(Probes.HOST);
    try (Domain domain = Domain.open(leaf).with(SOUND)) {
      Attempt attempt =
          domain.attempt(Account.of("svc", ""), Domain.PASSWORD, Messages.settings(), policy);
      assertEquals(List.of(), domain.binds());
      if (policy == CertificatePolicy.VERIFY) {
        Fault fault = Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, attempt);
        assertEquals(Optional.of(Clue.CERTIFICATE_USAGE), fault.clue());
      } else {
        assertEquals(
            LoginResult.Reason.UNTRUSTED,
            ((LoginResult.Untried) attempt.right().orElseThrow()).reason());
      }
    }
  }

  @Test
  void aWrongPasswordIsShownOnce() {
    try (Domain domain = Domain.open().with(SOUND)) {
      Fault fault =
          denied(
              domain.attempt("svc", "another-Passw0rd", Messages.settings()),
              "AUTHENTICATE DENIED",
              Clue.CREDENTIALS);
      assertTrue(
          fault
              .evidence()
              .startsWith(
                  "the directory does not accept svc: the user or the password is wrong:"
                      + " 49 invalid credentials"),
          fault::evidence);
      assertFalse(fault.evidence().contains("another-Passw0rd"), fault::evidence);
      assertEquals(List.of("svc@uni.edu"), domain.binds());
      assertEquals(List.of(), domain.searches());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "525, CREDENTIALS, knows no such user",
    "52e, CREDENTIALS, the user or the password is wrong",
    "530, ACCOUNT_RESTRICTED, may not log in at this hour",
    "531, ACCOUNT_RESTRICTED, may not log in from this host",
    "532, PASSWORD_EXPIRED, the password has expired",
    "533, ACCOUNT_DISABLED, the account is disabled",
    "701, ACCOUNT_EXPIRED, the account has expired",
    "773, PASSWORD_EXPIRED, must be changed before the next login",
    "775, ACCOUNT_LOCKED, the account is locked",
    "999, CREDENTIALS, the user or the password is wrong"
  })
  void activeDirectorySaysWhy(String data, Clue clue, String words) {
    String diagnostic =
        "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data "
            + data
            + ", v1db1";
    try (Domain domain = Domain.open().with(SOUND).refuses(49, diagnostic)) {
      Fault fault = denied(domain.attempt("svc"), "AUTHENTICATE DENIED", clue);
      Probes.assertOpen(false, fault);
      assertTrue(fault.evidence().contains(words), fault::evidence);
      assertTrue(fault.evidence().contains("data " + data), fault::evidence);
      assertEquals(1, domain.binds().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8, DENIED, , accepts no simple bind",
    "13, DENIED, , does not want to log svc in",
    "19, DENIED, ACCOUNT_RESTRICTED, may not log in now",
    "32, DENIED, CREDENTIALS, knows no such user",
    "34, DENIED, WRONG_SITE_VALUE, cannot read the user svc",
    "48, DENIED, , does not want to log svc in",
    "53, DENIED, , does not want to log svc in",
    "51, DENIED, THROTTLED, answers the login with 51 busy (why)",
    "52, UNEXPECTED, SERVICE_ERROR, answers the login with 52 unavailable (why)",
    "80, UNEXPECTED, , answers the login with 80 other (why)"
  })
  void otherRefusals(int code, String kind, Clue clue, String words) {
    try (Domain domain = Domain.open().with(SOUND).refuses(code, "why")) {
      Fault fault = denied(domain.attempt("svc"), "AUTHENTICATE " + kind, clue);
      // 80 is what servers say when they do not want to say more.
      Probes.assertOpen(code == 80, fault);
      assertTrue(fault.evidence().contains(words), fault::evidence);
      assertEquals(1, domain.binds().size());
    }
  }

  /** 389 Directory Server, with which the account's own people can help. */
  @Test
  void anInactivatedAccountIsNotTheServersFault() {
    String said = "Account inactivated. Contact system administrator.";
    try (Domain domain = Domain.open().with(SOUND).refuses(53, said)) {
      Fault fault = denied(domain.attempt("svc"), "AUTHENTICATE DENIED", Clue.ACCOUNT_DISABLED);
      Probes.assertOpen(false, fault);
      assertTrue(fault.evidence().contains("the account is disabled"), fault::evidence);
      assertEquals(1, domain.binds().size());
    }
  }

  @Test
  void aReferralOfTheBindIsNotFollowed() {
    try (Domain decoy = Domain.open().with(SOUND);
        Domain domain =
            Domain.open().with(SOUND).refuses(10, "", "ldaps://decoy.attacker.example/")) {
      Fault fault = denied(domain.attempt("svc"), "AUTHENTICATE UNEXPECTED", null);
      Probes.assertOpen(false, fault);
      assertTrue(fault.evidence().contains("ldaps://decoy.attacker.example/"), fault::evidence);
      assertEquals(List.of(), decoy.binds());
    }
  }

  @Test
  void theBaseMayBeDeniedOrUnknownOrElsewhere() {
    try (Domain domain = Domain.open().with(SOUND)) {
      Fault fault =
          denied(
              domain.attempt("svc", Domain.PASSWORD, searching("ou=nobody,dc=uni,dc=edu")),
              "AUTHENTICATE UNEXPECTED",
              Clue.WRONG_SITE_VALUE);
      assertTrue(fault.evidence().contains("has no ou=nobody,dc=uni,dc=edu"), fault::evidence);
      domain.hides(Domain.BASE, 50, "no");
      fault = denied(domain.attempt("svc"), "AUTHENTICATE DENIED", Clue.ACCESS_DENIED);
      assertTrue(
          fault.evidence().contains("may not search dc=uni,dc=edu: 50 insuf"), fault::evidence);
      domain.hides(Domain.BASE, 10, "", "ldap://other.example/dc=uni,dc=edu");
      fault = denied(domain.attempt("svc"), "AUTHENTICATE UNEXPECTED", Clue.WRONG_SITE_VALUE);
      assertTrue(
          fault.evidence().contains("ldap://other.example/dc=uni,dc=edu, and is not followed"),
          fault::evidence);
      domain.hides(Domain.BASE, 3, "slow");
      denied(domain.attempt("svc"), "AUTHENTICATE UNEXPECTED", null);
    }
  }

  /** As a server made with ldapjs has none, and as an access rule hides it from every account. */
  @ParameterizedTest
  @CsvSource({"32", "50"})
  void aDirectoryThatShowsNoRootDseAfterTheLoginEitherIsSearched(int code) {
    try (Domain domain = Domain.other().with(SOUND).hides("", code, "")) {
      Attempt attempt = domain.attempt(Domain.ENTRY, Domain.PASSWORD, searching(Domain.BASE));
      proven(attempt, Domain.ENTRY);
      assertEquals(Domain.BASE, Probes.fact(attempt, "ldap.base"));
      assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));

      proven(domain.attempt(Domain.ENTRY), Domain.ENTRY);
    }
  }

  @Test
  void theAccountIsFoundOutsideTheBaseToo() {
    try (Domain domain = Domain.open().with(SOUND).holder("other")) {
      Attempt attempt =
          domain.attempt("svc", Domain.PASSWORD, searching("ou=services,dc=uni,dc=edu"));
      proven(attempt, "svc");
      assertEquals("ou=services,dc=uni,dc=edu", Probes.fact(attempt, "ldap.base"));
      assertEquals("enabled", Probes.fact(attempt, "ldap.account"));
    }
  }

  @Test
  void anEmptyAnswerIsADenial() {
    try (Domain domain =
        Domain.open().add(Domain.ENTRY, "cn", "svc", "userPassword", Domain.PASSWORD)) {
      Fault fault = denied(domain.attempt("svc"), "AUTHENTICATE DENIED", Clue.ACCESS_DENIED);
      assertTrue(fault.evidence().contains("does not find its own entry"), fault::evidence);
      Attempt attempt =
          domain.attempt(
              Account.of("svc@partner.example", ""),
              Domain.PASSWORD,
              Messages.settings(),
              CertificatePolicy.VERIFY);
      proven(attempt, "svc@partner.example");
      assertTrue(
          attempt.outcome().observations().stream()
              .anyMatch(
                  one ->
                      one instanceof Observation.Note note
                          && note.text().contains("an account of another domain")));
    }
  }

  @Test
  void theOneThatThePrincipalNameNamesIsTheAccount() {
    try (Domain domain =
        Domain.open()
            .with("userAccountControl", "512")
            .holder("named", "userPrincipalName", "svc@uni.edu", "userAccountControl", "514")) {
      assertEquals("disabled", Probes.fact(domain.attempt("svc"), "ldap.account"));
    }
  }

  private static String fileTime(Instant at) {
    return Long.toString((at.getEpochSecond() + 11_644_473_600L) * 10_000_000);
  }

  private static String day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
  }

  @ParameterizedTest
  @CsvSource({"5, ACCOUNT", "13, ACCOUNT", "15, ''", "400, ''"})
  void whatEndsSoonIsAConcern(int days, String concern) {
    Instant end = Instant.now().plus(days, ChronoUnit.DAYS);
    try (Domain domain =
        Domain.open()
            .with(
                "userAccountControl",
                "512",
                "pwdLastSet",
                fileTime(Instant.now().minus(9, ChronoUnit.DAYS)),
                "msDS-UserPasswordExpiryTimeComputed",
                fileTime(end))) {
      Attempt attempt = domain.attempt("svc");
      proven(attempt, "svc");
      assertEquals(concern, Probes.concerns(attempt));
      assertEquals(day(end), Probes.fact(attempt, "ldap.password-end"));
      if (!concern.isEmpty()) {
        assertEquals(
            "the password of svc ends on " + day(end) + ": no login works with it afterwards",
            Probes.answered(attempt).concerns().get(0).text());
      }
    }
    try (Domain domain =
        Domain.open().with("userAccountControl", "66048", "accountExpires", fileTime(end))) {
      Attempt attempt = domain.attempt("svc");
      proven(attempt, "svc");
      assertEquals(concern, Probes.concerns(attempt));
      assertEquals(day(end), Probes.fact(attempt, "ldap.account-end"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "514, 0, 0, disabled",
    "512, 16, 133800000000000000, 'enabled, locked'",
    "512, 0, 133800000000000000, enabled",
    "512, , 133800000000000000, 'enabled, was locked on 2024-12-30'",
    "512, 8388608, 0, 'enabled, its password has expired'",
    "nonsense, x, y, "
  })
  void theStateIsReportedInWords(String control, String computed, String locked, String words) {
    try (Domain domain =
        Domain.open()
            .with(
                "userAccountControl",
                control,
                computed == null ? "description" : "msDS-User-Account-Control-Computed",
                computed == null ? "none" : computed,
                "lockoutTime",
                locked)) {
      Attempt attempt = domain.attempt("svc");
      proven(attempt, "svc");
      if (words == null) {
        assertFalse(attempt.outcome().toString().contains("ldap.account"));
      } else {
        assertEquals(words, Probes.fact(attempt, "ldap.account"));
      }
    }
  }

  @Test
  void aPasswordThatMustChangeIsReported() {
    try (Domain domain =
        Domain.open()
            .with(
                "userAccountControl",
                "512",
                "pwdLastSet",
                "0",
                "msDS-UserPasswordExpiryTimeComputed",
                "0",
                "accountExpires",
                Domain.NEVER)) {
      Attempt attempt = domain.attempt("svc");
      assertEquals("must be changed at the next login", Probes.fact(attempt, "ldap.password-end"));
      assertEquals("never", Probes.fact(attempt, "ldap.account-end"));
    }
  }

  @Test
  void referencesAreReportedAndNotFollowed() {
    try (Domain decoy = Domain.open();
        Domain domain =
            Domain.open()
                .with(SOUND)
                .elsewhere("ou=b", "ldap://decoy.attacker.example/ou=b,dc=uni,dc=edu")
                .elsewhere("ou=a", "ldaps://localhost/ou=a,dc=uni,dc=edu")) {
      Attempt attempt = domain.attempt("svc");
      proven(attempt, "svc");
      assertEquals(
          "ldap://decoy.attacker.example/ou=b,dc=uni,dc=edu,"
              + " ldaps://localhost/ou=a,dc=uni,dc=edu",
          Probes.fact(attempt, "ldap.references"));
      assertEquals(List.of(), decoy.searches());
    }
  }

  private static final String NAME = "servicePrincipalName";

  @Test
  void oneHolderOfTheServicesNameIsRight() {
    try (Domain domain = Domain.open().with(SOUND).holder("svc-web", NAME, "HTTP/apps.uni.edu")) {
      Attempt attempt = domain.attempt("svc", Domain.PASSWORD, serving("Apps.uni.edu"));
      proven(attempt, "svc");
      assertEquals("", Probes.concerns(attempt));
      assertEquals("HTTP/apps.uni.edu (svc-web)", Probes.fact(attempt, "ldap.spn"));
    }
  }

  @Test
  void theServicesNameIsOnlySoughtWhereSingleSignOnIsOn() {
    try (Domain domain = Domain.open().with(SOUND)) {
      LdapsSettings off =
          new LdapsSettings(
              Optional.empty(), Optional.empty(), Optional.of("apps.uni.edu"), Optional.empty());
      proven(domain.attempt("svc", Domain.PASSWORD, off), "svc");
      assertEquals(2, domain.searches().size());
    }
  }

  @Test
  void noAccountHoldsTheServicesName() {
    try (Domain domain = Domain.open().with(SOUND)) {
      Fault fault =
          denied(
              domain.attempt("svc", Domain.PASSWORD, serving("apps.uni.edu")),
              "AUTHENTICATE DENIED",
              Clue.SERVICE_PRINCIPAL);
      assertEquals(
          "no account in dc=uni,dc=edu has the service principal name HTTP/apps.uni.edu, which"
              + " single sign-on needs; an administrator can add it to the service's account with:"
              + " setspn -S HTTP/apps.uni.edu ACCOUNT",
          fault.evidence());
    }
  }

  @Test
  void severalHoldTheServicesName() {
    try (Domain domain =
        Domain.open()
            .with(SOUND)
            .holder("svc-web", NAME, "HTTP/apps.uni.edu")
            .holder("old-web", NAME, "http/apps.uni.edu")) {
      Fault fault =
          denied(
              domain.attempt("svc", Domain.PASSWORD, serving("apps.uni.edu")),
              "AUTHENTICATE DENIED",
              Clue.SERVICE_PRINCIPAL);
      assertTrue(fault.evidence().contains(": old-web, svc-web; "), fault::evidence);
      assertTrue(fault.evidence().contains("setspn -D HTTP/apps.uni.edu ACCOUNT"), fault::evidence);
    }
  }

  @ParameterizedTest
  @CsvSource({"http/apps.uni.edu", "HTTP/Apps.UNI.edu", "Http/apps.uni.edu"})
  void theServicesNameIsSpelledWrongly(String spelled) {
    try (Domain domain = Domain.open().with(SOUND).holder("svc-web", NAME, spelled)) {
      Attempt attempt = domain.attempt("svc", Domain.PASSWORD, serving("apps.uni.edu"));
      proven(attempt, "svc");
      assertEquals("ACCOUNT", Probes.concerns(attempt));
      assertEquals(
          "svc-web has the service principal name "
              + spelled
              + "; it must be spelled HTTP/apps.uni.edu",
          Probes.answered(attempt).concerns().get(0).text());
    }
  }
}
