package dev.rollcall.probe.quote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a server's words. */
class QuotesTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);

  private static Grant grant(String secret) {
    return new Grant(
        "rule",
        Account.of("svc@uni.edu", ""),
        new Secret(secret.toCharArray()),
        Set.of("mail.uni.edu"),
        Optional.empty());
  }

  /** Of a rule with that secret. */
  private static Quotes knowing(String secret) {
    return Quotes.of(Optional.of(grant(secret)), List.of());
  }

  /** Of a rule without one, whose host another rule shows that secret. */
  private static Quotes beside(String secret) {
    return Quotes.of(Optional.empty(), List.of(grant(secret)));
  }

  @Test
  void thereAreThirtyEncodingsAndEachIsOneOfItsOwn() {
    List<String> forms =
        Encodings.all().values().stream().map(by -> by.apply(Leaks.SECRET)).distinct().toList();
    assertTrue(forms.size() >= 30, forms::toString);
    assertEquals(Encodings.all().size(), forms.size(), forms::toString);
    for (String form : forms) {
      assertFalse(LEAKS.in("says " + form).isEmpty(), form);
    }
  }

  @Test
  void noEncodingPassesAsFreeText() {
    Encodings.all()
        .forEach(
            (name, by) -> {
              String form = by.apply(Leaks.SECRET);
              for (String text :
                  List.of(form, "login failed for " + form + ", sorry", form + form, "x" + form)) {
                LEAKS.none(name, knowing(Leaks.SECRET).text(text));
                LEAKS.none(name, beside(Leaks.SECRET).text(text));
              }
            });
  }

  @Test
  void noEncodingAtAllPassesAsFreeText() {
    Encodings.unheardOf()
        .forEach(
            (name, by) -> {
              String form = by.apply(Leaks.SECRET);
              assertEquals("denied …", knowing(Leaks.SECRET).text("denied " + form), name);
            });
  }

  @Test
  void noEncodingPassesAsAName() {
    Encodings.all()
        .forEach(
            (name, by) -> {
              String form = by.apply(Leaks.SECRET);
              for (String text :
                  List.of(form, "CN=" + form + ",DC=uni,DC=edu", form + ".uni.edu", "a" + form)) {
                LEAKS.none(name, knowing(Leaks.SECRET).name(text));
                LEAKS.none(name, beside(Leaks.SECRET).name(text));
                LEAKS.none(name, knowing(Leaks.SECRET).names(List.of("dc1", text)));
              }
            });
  }

  @Test
  void noEncodingPassesAsBytesOrAnException() {
    Encodings.all()
        .forEach(
            (name, by) -> {
              String form = by.apply(Leaks.SECRET);
              byte[] bytes = form.getBytes(java.nio.charset.StandardCharsets.UTF_8);
              for (Quotes quotes : List.of(knowing(Leaks.SECRET), beside(Leaks.SECRET))) {
                LEAKS.none(name, quotes.bytes(bytes));
                LEAKS.none(name, quotes.text(bytes));
                LEAKS.none(name, quotes.message(new IllegalStateException(form)));
              }
            });
  }

  /** A secret of words: each is left out, alone and where two of them meet. */
  @ParameterizedTest
  @ValueSource(strings = {"password", "wrong", "account", "user name", "to be or not", "no", "a"})
  void noSecretOfOrdinaryWordsPasses(String secret) {
    Leaks words = new Leaks(secret);
    String bare = secret.replace(" ", "");
    for (String said :
        List.of(
            secret,
            "the password of the account is wrong: no user name to be or not to be a user",
            new StringBuilder(secret).reverse().toString(),
            String.join(", ", secret.split("")))) {
      String left = knowing(secret).text(said).replaceAll("[^A-Za-z]", "");
      assertFalse(left.contains(bare), left);
      for (int at = 0; at + 4 <= bare.length(); at++) {
        assertFalse(left.contains(bare.substring(at, at + 4)), left);
      }
      if (bare.length() >= 4) {
        words.none(secret, left);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "password", "account", "the", "user"})
  void ourOwnSentencesStayWhole(String secret) {
    String ours = "the user or the password of the account is wrong: 535 5.7.8";
    assertEquals(ours, knowing(secret).sentence(ours));
  }

  @Test
  void theLastNetTakesOutOnlyWhatCanBeNoWordOfOurs() {
    assertEquals("is (secret)!", knowing("Planted-4711").sentence("is Planted-4711!"));
    // The host's own name, and a port.
    assertEquals("at mail.uni.edu", knowing("mail.uni.edu").sentence("at mail.uni.edu"));
    assertEquals("port 1433", knowing("1433").sentence("port 1433"));
    assertEquals("is x", Quotes.OPEN.sentence("is x"));
  }

  /** What real servers say to a refused login is still of use. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error: authentication failed: (reason unavailable) | Error: authentication failed:"
            + " (reason unavailable)",
        "Error: authentication failed: UGFzc3dvcmQ6 | Error: authentication failed …",
        "Authentication credentials invalid | Authentication credentials invalid",
        "Incorrect authentication data | Incorrect authentication data",
        "Authentication failed: Bad username / password | Authentication failed: Bad username"
            + " password",
        "Username and Password not accepted. For more information, go to"
            + " https://support.google.com/mail/?p=BadCredentials a1-20020a17 - gsmtp | Username"
            + " and Password not accepted. For more information, go to https support google … mail"
            + " …",
        "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit"
            + " https://aka.ms/smtp_auth_disabled for more information. | Authentication"
            + " unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https …"
            + " smtp_auth_disabled for more information.",
        "Authentication failed: account is disabled | Authentication failed: account is disabled",
        "The provided authorization grant is invalid, expired, or revoked | The provided"
            + " authorization grant is invalid, expired, or revoked",
        "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, v4563 | …"
            + " LdapErr: DSID … comment: AcceptSecurityContext error …",
        "Simple Bind Failed: NT_STATUS_LOGON_FAILURE | Simple Bind Failed: NT_STATUS_LOGON_FAILURE",
        "Login failed for user 'svc@uni.edu'. | Login failed for user 'svc@uni.edu'.",
        "Login failed for user 'svc@uni.edu'. Reason: The password of the account has expired. |"
            + " Login failed for user 'svc@uni.edu'. Reason: The password of the account has"
            + " expired.",
        "Login failed for user 'svc'. The account is currently locked out. | Login failed for user"
            + " 'svc'. The account is currently locked out.",
        "CLIENT_NOT_FOUND | CLIENT_NOT_FOUND",
        "CLIENT KEY EXPIRED | CLIENT KEY EXPIRED",
        "PREAUTH_FAILED | PREAUTH_FAILED",
        "LOCKED_OUT | LOCKED_OUT",
        "Received fatal alert: handshake_failure | Received fatal alert: handshake_failure",
        "Remote host terminated the handshake | Remote host terminated the handshake",
        "Service unavailable; client [10.1.2.3] blocked using zen.spamhaus.org | Service"
            + " unavailable; client … blocked using … spamhaus …"
      })
  void refusalsOfRealServersStayReadable(String said, String left) {
    assertEquals(left, knowing(Leaks.SECRET).text(said));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mssql01.uni.edu",
        "DC=ForestDnsZones,DC=uni,DC=edu",
        "16.0.1000.6",
        "Developer Edition (64-bit)",
        "Samba Team (https://www.samba.org)",
        "\\\\fs1.uni.edu\\packages\\Größe 2024.txt",
        "fe80::1",
        "e1f5c2d8-0a3b-4c6d-9e7f-001122334455",
        "CN=R11,O=Let's Encrypt,C=US",
        "学校"
      })
  void namesStay(String name) {
    assertEquals(name, knowing(Leaks.SECRET).name(name));
    assertEquals(name, beside(Leaks.SECRET).name(name));
  }

  @Test
  void whatTheSiteFileSaysStaysWhateverTheSecretIs() {
    Quotes quotes = knowing("mail.uni.edu-svc-42").knowing("OU=Packages");
    assertEquals("mail.uni.edu", quotes.name("mail.uni.edu"));
    assertEquals("ou=packages", quotes.name("ou=packages"));
    assertEquals(
        "svc@uni.edu refused by mail.uni.edu", quotes.text("svc@uni.edu refused by MAIL.uni.edu"));
    assertEquals("…", quotes.name("mail.uni.education"));
  }

  @Test
  void withoutASecretNothingIsLeftOut() {
    assertEquals("says Qz-7!", Quotes.OPEN.text("says Qz-7!"));
    assertEquals("says \\u0001", Quotes.OPEN.text("says \u0001"));
    assertEquals("a, b", Quotes.OPEN.names(List.of("a", "b")));
    assertEquals("50 6c (\"Pl\")", Quotes.OPEN.bytes(new byte[] {0x50, 0x6c}));
    assertEquals("xxxx…", Quotes.OPEN.upTo(4).text("x".repeat(9)));
  }

  @Test
  void besideAnotherRulesSecretOnlyWhatResemblesItIsLeftOut() {
    Quotes quotes = beside(Leaks.SECRET);
    assertEquals("nginx/1.25, ready at Łódź", quotes.text("nginx/1.25, ready at Łódź"));
    assertEquals("ready at …", quotes.text("ready at zq7x-land"));
  }

  @Test
  void theNumberOfWordsIsBounded() {
    String left = knowing(Leaks.SECRET).text("denied ".repeat(1000));
    assertTrue(left.length() <= 210 && left.endsWith(" …"), left);
  }

  /** Mixed cases could hold a message, a bit a letter. */
  @Test
  void theCaseOfAWordIsAnOrdinaryOne() {
    assertEquals("Login LOGIN login login", knowing(Leaks.SECRET).text("Login LOGIN login lOgIn"));
    assertEquals("AcceptSecurityContext", knowing(Leaks.SECRET).text("AcCEPtsecurityContext"));
  }

  /** A name is seldom taken for a secret that it does not hold. */
  @Test
  void namesAreSeldomLeftOutByChance() {
    Random random = new Random(7);
    List<String> names =
        List.of("dc1.uni.edu", "16.0.1000.6", "appsanywhere", "MSSQL$INSTANCE", "CN=Campus CA");
    List<String> lost = new ArrayList<>();
    int secrets = 200;
    for (int i = 0; i < secrets; i++) {
      StringBuilder secret = new StringBuilder();
      for (int at = 0; at < 16; at++) {
        secret.append((char) ('!' + random.nextInt(94)));
      }
      Quotes quotes = knowing(secret.toString());
      names.stream().filter(name -> !quotes.name(name).equals(name)).forEach(lost::add);
    }
    assertTrue(lost.size() <= secrets * names.size() / 100, lost::toString);
  }
}
